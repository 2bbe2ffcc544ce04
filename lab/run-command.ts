import { execFile } from "node:child_process";

/** A command of the system that did not do what it should. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}

interface Outcome {
  /** Exit code, or why it never ran. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (argv: readonly [string, ...string[]], input?: string, env?: NodeJS.ProcessEnv): Promise<Outcome> =>
  new Promise((resolve) => {
    const [program, ...words] = argv;
    const child = execFile(program, words, { env: env ?? process.env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : (error.code ?? error.signal ?? "unknown"), stdout, stderr }),
    );
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input ?? "");
  });

/**
 * Run a program by argv, never through a shell.
 *
 * @returns its standard output, trimmed
 * @throws CommandFailed with its last lines
 */
export async function runCommand(
  argv: readonly [string, ...string[]],
  options: { readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const { code, stdout, stderr } = await run(argv, options.input, options.env);
  if (code === 0) return stdout.trim();
  const said = `${stderr}\n${stdout}`.trim().split("\n").slice(-5).join(" | ");
  throw new CommandFailed(`${argv.join(" ")}: failed; expected exit 0; got ${code}: ${said}`);
}

/** Run a program whose failure does not matter, e.g. because what it removes is not there. */
export const tryCommand = async (argv: readonly [string, ...string[]]): Promise<boolean> =>
  (await run(argv)).code === 0;
