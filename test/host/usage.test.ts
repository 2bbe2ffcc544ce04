import { expect, it } from "vitest";
import { hostProgram } from "../../cli/run/host-program";
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
])("%j is answered with 64, one line of JSON, and touches nothing", async (args) => {
  const { code, stdout } = await bash(hostProgram().text, args);
  expect(code).toBe(64);
  expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  expect(JSON.parse(stdout)).toMatchObject({ changed: false, error: expect.any(String) });
});
