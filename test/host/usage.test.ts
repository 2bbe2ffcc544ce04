import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { hostProgram } from "../../cli/run/host/host-program";
import { packageRoot } from "../../spec/package-root";
import { bash } from "./program";

it.each([
  [[]],
  [["bogus"]],
  [["-v"]],
  [["x[$(touch /tmp/never)]"]],
  [["install", "--vers", "3.9.1"]],
  [["install", "--version"]],
  [["install", "3.9.1"]],
  [["start", "--within", "5", "--"]],
  [["stop", "--within", "5", "--", "/bin/true"]],
])("%j is answered with 64, one line of JSON, and touches nothing", async (args) => {
  const { code, stdout } = await bash(hostProgram().text, args);
  expect(code).toBe(64);
  expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  expect(JSON.parse(stdout)).toMatchObject({ changed: false, error: expect.any(String) });
});

it("has every verb and every option of it in the README, and no other", () => {
  const readme = readFileSync(join(packageRoot(), "host", "README.md"), "utf8");
  const rows = [...readme.matchAll(/^\| `(\w+)` +\| (.*?) \|/gm)].map(([, verb = "", options = ""]) => [
    verb,
    [...options.matchAll(/--(\w+)/g)].map(([, name]) => name).filter((name) => name !== "lease"),
  ]);
  const declared = hostProgram()
    .text.match(/options_of=\(\n([^)]+)\)/)?.[1]
    ?.matchAll(/\[(\w+)\]='([^']*)'/g);
  const verbs = [...(declared ?? [])].map(([, verb = "", options = ""]) => [verb, options.split(" ").filter(Boolean)]);
  const sorted = (pairs: readonly unknown[][]) => Object.fromEntries(pairs) as object;
  expect(sorted(rows)).toEqual(sorted(verbs.filter(([verb]) => verb !== "serve")));
});
