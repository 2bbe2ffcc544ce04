/**
 * One word for a POSIX shell: in single quotes, whatever it holds.
 *
 * Every word is quoted, plain ones too: a bare `if` or `A=b` in the first place would mean something to the shell.
 *
 * @throws when the word holds a NUL byte, which no argument can carry
 */
export function quote(word: string): string {
  if (word.includes("\0"))
    throw new Error(`command word: a NUL byte cannot be passed; got ${JSON.stringify(word.slice(0, 80))}`);
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** The command line that a login shell turns back into exactly this argv; `sudo` runs it as root, never asking. */
export function commandLine(argv: readonly string[], sudo = false): string {
  if (argv.length === 0) throw new Error("command: no words; expected at least the program");
  return [...(sudo ? ["sudo", "-n", "--"] : []), ...argv].map(quote).join(" ");
}
