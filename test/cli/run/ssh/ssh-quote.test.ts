import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commandLine, quote } from "../../../../cli/run/ssh/ssh-quote";

/** What a POSIX shell makes of a command line. */
const shell = (line: string): string[] =>
  execFileSync("sh", ["-c", line], { encoding: "buffer" }).toString("utf8").split("\0").slice(0, -1);

const word = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom("'", '"', "\\", "$", "`", " ", "\n", "!", "*", "~", "#", ";", "&", "(", "=", "a"),
  }),
);
const words = fc.array(
  word.map((text) => text.replace(/[\0\uD800-\uDFFF]/g, "")),
  { minLength: 1, maxLength: 20 },
);

describe("quote", () => {
  it("gives back every word, in a real sh", () => {
    fc.assert(
      fc.property(words, (argv) => {
        expect(shell(commandLine(["printf", "%s\\0", ...argv]))).toEqual(argv);
      }),
      { numRuns: 150 },
    );
  });

  it("leaves nothing for the shell to read in any place, the first one too", () => {
    expect(commandLine(["if", "A=b", "it's"])).toBe("'if' 'A=b' 'it'\\''s'");
    expect(commandLine(["systemctl", "stop"], true)).toBe("'sudo' '-n' '--' 'systemctl' 'stop'");
    expect(quote("")).toBe("''");
  });

  it("refuses what no argument can carry", () => {
    expect(() => quote("a\0b")).toThrow('command word: a NUL byte cannot be passed; got "a\\u0000b"');
    expect(() => commandLine([])).toThrow("command: no words; expected at least the program");
  });
});
