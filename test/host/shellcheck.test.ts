import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hostProgram } from "../../cli/run/host/host-program";
import { packageRoot } from "../../spec/package-root";

const absent = spawnSync("shellcheck", ["--version"]).error !== undefined;
if (absent && process.env.CI !== undefined) throw new Error("shellcheck: not found; expected it in PATH");

const check = (file: string, ...options: string[]): string =>
  spawnSync("shellcheck", ["--format=gcc", "--shell=bash", ...options, file], { encoding: "utf8" }).stdout;

describe.skipIf(absent)("shellcheck (skipped where it is not installed)", () => {
  it("has nothing to say of the host program", () => {
    const folder = mkdtempSync(join(tmpdir(), "dataops-host-"));
    const file = join(folder, "dataops-host");
    writeFileSync(file, hostProgram().text);
    // 2317: verbs and retried functions are called by name. 2016: placeholders are meant as they stand.
    expect(check(file, "--exclude=SC2317,SC2016")).toBe("");
    rmSync(folder, { recursive: true });
  });

  it("has nothing to say of the bootloader", () => {
    // 2015: each `a && b || c` there has a c that returns.
    expect(check(join(packageRoot(), "host", "bootloader-1.sh"), "--exclude=SC2015")).toBe("");
  });
});
