import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cdktfProject } from "../../../../cli/run/terraform/cdktf-project";

let folder = "";
const output = process.env["CDKTF_OUTPUT"];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dataops-project-"));
  delete process.env["CDKTF_OUTPUT"];
});

afterEach(() => {
  if (output !== undefined) process.env["CDKTF_OUTPUT"] = output;
});

const says = (text: string): void => writeFileSync(join(folder, "cdktf.json"), text);

test("a project says what synthesizes it; cdktf.out is where to, unless it or CDKTF_OUTPUT says", () => {
  says('{ "app": "make synth", "language": "typescript" }');
  expect(cdktfProject(folder)).toEqual({ folder, app: "make synth", output: join(folder, "cdktf.out") });
  says('{ "app": "make synth", "output": "out" }');
  expect(cdktfProject(folder).output).toBe(join(folder, "out"));
  process.env["CDKTF_OUTPUT"] = "/elsewhere";
  expect(cdktfProject(folder).output).toBe("/elsewhere");
});

test("a folder that is no project is refused", () => {
  expect(() => cdktfProject(folder)).toThrow(`${folder}/cdktf.json: no such file; run this in the folder that has`);
  says("{");
  expect(() => cdktfProject(folder)).toThrow("cdktf.json: not JSON");
  says("{}");
  expect(() => cdktfProject(folder)).toThrow("app");
});
