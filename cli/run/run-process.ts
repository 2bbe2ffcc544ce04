import { execFile } from "node:child_process";

/** What a local process answered. */
export interface Outcome {
  /** Exit code; null where it never ran or a signal ended it, and `stderr` says so. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProcessOptions {
  readonly cwd?: string;
  /** Over the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** The program is a shell command. Only for text that the repository itself holds. Default false. */
  readonly shell?: boolean;
  /** Milliseconds after which it is asked to end (SIGTERM), and five seconds later ended. Default: none. */
  readonly timeout?: number;
}

/** A plan of a large stack is some tens of megabytes of JSON. */
const maxBuffer = 2 ** 30;

/** Milliseconds between SIGTERM and SIGKILL. */
const grace = 5_000;

/** Runs a local process to its end, whatever end that is; it gets no stdin. */
export const runProcess = (
  program: string,
  argv: readonly string[],
  { cwd, env = {}, shell = false, timeout = 0 }: ProcessOptions = {},
): Promise<Outcome> =>
  new Promise((resolve) => {
    const child = execFile(
      program,
      argv,
      { cwd, env: { ...process.env, ...env }, shell, timeout, maxBuffer, encoding: "utf8" },
      (error, stdout, stderr) => {
        clearTimeout(last);
        if (error === null) resolve({ code: 0, stdout, stderr });
        else if (typeof error.code === "number") resolve({ code: error.code, stdout, stderr });
        else
          resolve({
            code: null,
            stdout,
            stderr: `${stderr}${program}: ${error.signal ?? error.code ?? error.message}`,
          });
      },
    );
    const last = timeout === 0 ? undefined : setTimeout(() => child.kill("SIGKILL"), timeout + grace);
    child.stdin?.end();
  });
