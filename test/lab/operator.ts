import { type ChildProcessByStdio, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { terraformEnvironment } from "../../cli/run/terraform/terraform-environment";
import { packageRoot } from "../../spec";

/** What a sitting came to. */
export interface Ended {
  /** 128: ended by a signal. */
  readonly code: number;
  readonly out: string;
  /** Milliseconds. */
  readonly took: number;
}

export interface OperatorOptions {
  /** Signals that it meets right after it wrote a line; SIGSTOP holds it there until `goOn`. */
  readonly at?: readonly (readonly [line: RegExp, signal: NodeJS.Signals])[];
  /** Milliseconds that its wall clock is ahead. */
  readonly skew?: number;
  /** Where it stands. Default: where the tests do. */
  readonly cwd?: string;
}

/** One operator's run of the built CLI. */
export class Operator {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #began = Date.now();
  readonly #watchers = new Set<() => void>();
  readonly ended: Promise<Ended>;
  out = "";

  constructor(
    readonly args: readonly string[],
    { at = [], skew = 0, cwd = process.cwd() }: OperatorOptions = {},
  ) {
    this.#child = spawn(process.execPath, [join(packageRoot(), "dist", "cli", "main.js"), ...args], {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        ...terraformEnvironment(),
        NODE_OPTIONS: `--require ${join(__dirname, "preload.cjs")}`,
        FAULT_AT: JSON.stringify(at.map(([line, signal]) => [line.source, signal])),
        FAULT_SKEW: String(skew),
      },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        this.out += chunk;
        for (const watch of this.#watchers) watch();
      });
    this.ended = new Promise((resolve) =>
      this.#child.once("close", (code, signal) =>
        resolve({ code: signal === null ? (code ?? 1) : 128, out: this.out, took: Date.now() - this.#began }),
      ),
    );
    living.add(this);
    void this.ended.then(() => living.delete(this));
  }

  /** Resolves with the first line that matches; rejects when the run ends without one. */
  saw(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const watch = (): void => {
        const line = this.out.split("\n").find((one) => pattern.test(one));
        if (line === undefined) return;
        this.#watchers.delete(watch);
        resolve(line);
      };
      this.#watchers.add(watch);
      watch();
      void this.ended.then(() => reject(new Error(`${this.args.join(" ")}: ended without ${pattern}:\n${this.out}`)));
    });
  }

  /** Once it stands still at a line that it was to be stopped at. */
  async held(): Promise<void> {
    for (;;) {
      if (this.#child.exitCode !== null)
        throw new Error(`${this.args.join(" ")}: ended, and was to be held:\n${this.out}`);
      const stat = readFileSync(`/proc/${this.#child.pid}/stat`, "utf8");
      if (stat.slice(stat.lastIndexOf(")") + 2).startsWith("T")) return;
      await sleep(20);
    }
  }

  goOn(): void {
    this.#child.kill("SIGCONT");
  }

  /** Ctrl-C. */
  interrupt(): void {
    this.#child.kill("SIGINT");
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }
}

const living = new Set<Operator>();

/** End every operator that still is at work, e.g. because a test failed. */
export async function endOperators(): Promise<void> {
  const all = [...living];
  for (const one of all) one.kill();
  await Promise.all(all.map(({ ended }) => ended));
}

/** Begin a sitting that is held at a line, do something to its world meanwhile, and let it go on. */
export async function meanwhile(operator: Operator, work: () => unknown): Promise<Operator> {
  await operator.held();
  await work();
  operator.goOn();
  return operator;
}
