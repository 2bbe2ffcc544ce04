import { printDuration } from "../../../spec/duration";
import { Failure } from "../failure";
import { runProcess } from "../run-process";

/** What a hook is told through its environment. */
export interface HookFacts {
  readonly cluster: string;
  readonly roll: string;
  /** `begin`, or how the roll ended: `done`, `failed`, `refused`, `paused`. */
  readonly state: string;
}

/**
 * Run a hook of a playbook on this machine: no shell; where it fails, the last line of its standard error is shown.
 *
 * @throws Failure (1) when it fails or takes too long
 */
export async function runHook(
  name: "before" | "after",
  hook: { readonly run: readonly string[]; readonly within: number },
  { cluster, roll, state }: HookFacts,
): Promise<void> {
  const [program = "", ...args] = hook.run;
  const env = { DATAOPS_CLUSTER: cluster, DATAOPS_ROLL: roll, DATAOPS_STATE: state };
  const began = performance.now();
  const { code, stderr } = await runProcess(program, args, { env, timeout: hook.within });
  if (code === 0) return;
  const late = code === null && performance.now() - began >= hook.within;
  // What never ran, or was ended by a signal, is said behind the program's name.
  const said = stderr.trim().split("\n").at(-1)?.split(`${program}: `).at(-1);
  const why = late ? `did not end within ${printDuration(hook.within)}, and was ended` : said || `exit ${code}`;
  throw new Failure(`hook ${name}: ${program}: ${why}`, 1);
}
