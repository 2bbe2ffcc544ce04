import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../../spec";

/** What a process whose standard output is a pipe prints for a green word. */
function inAPipe(env: Record<string, string>): string {
  const file = join(packageRoot(), "cli/ui/paint.ts");
  const code = `process.stdout.write(require(${JSON.stringify(file)}).paint.green("well"))`;
  const { CI: _ci, FORCE_COLOR: _force, NO_COLOR: _no, ...rest } = process.env;
  return spawnSync(process.execPath, ["--import", "tsx", "-e", code], { encoding: "utf8", env: { ...rest, ...env } })
    .stdout;
}

describe("colours", () => {
  it("are off in a pipe, in CI too", () => {
    expect(inAPipe({})).toBe("well");
    expect(inAPipe({ CI: "true" })).toBe("well");
  });

  it("can be asked for, and refused", () => {
    expect(inAPipe({ FORCE_COLOR: "1" })).toBe("\u001b[32mwell\u001b[39m");
    expect(inAPipe({ FORCE_COLOR: "1", NO_COLOR: "1" })).toBe("well");
  });
});
