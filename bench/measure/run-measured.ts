import { join } from "node:path";
import { runProcess } from "../../cli/run/run-process";
import { packageRoot } from "../../spec";

/** What a process cost from its start to its end. */
export interface Cost {
  /** Wall time in milliseconds. */
  readonly ms: number;
  /** Peak resident memory of its largest process, in units of 10⁶ bytes. */
  readonly megabytes: number;
}

export interface Program {
  readonly argv: readonly string[];
  /** Over the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

const runner = join(packageRoot(), "bench", "measure", "run-measured.py");

/**
 * Run a program in the package's folder and measure it.
 *
 * @throws Error when it does not end with 0: a failure is no figure
 */
export async function runMeasured({ argv, env = {} }: Program): Promise<Cost> {
  const ran = await runProcess("python3", [runner, ...argv], { cwd: packageRoot(), env });
  if (ran.code !== 0) throw new Error(`${argv.join(" ")}: not measured; ${ran.stderr.trim().slice(-500)}`);
  const { code, ...cost } = JSON.parse(ran.stdout) as Cost & { code: number };
  if (code !== 0) throw new Error(`${argv.join(" ")}: expected exit 0; got ${code}`);
  return cost;
}
