import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { forgetOtherState } from "../../constructs/forget-other-state";

const folderOf = (asked: object, there: object): string => {
  const folder = mkdtempSync(join(tmpdir(), "dataops-state-"));
  mkdirSync(join(folder, ".terraform"));
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ terraform: { backend: asked } }));
  writeFileSync(join(folder, ".terraform/terraform.tfstate"), JSON.stringify({ version: 3, backend: there }));
  return folder;
};

const s3 = { bucket: "b", key: "k", use_lockfile: true, endpoints: { s3: "http://x" }, allowed_account_ids: ["1"] };
const nulls = { profile: null, endpoints: { s3: "http://x", sts: null } };

test.each([
  ["the same bucket", { s3 }, { type: "s3", config: { ...s3, ...nulls } }, true],
  ["another key", { s3 }, { type: "s3", config: { ...s3, ...nulls, key: "other" } }, false],
  ["another account", { s3 }, { type: "s3", config: { ...s3, ...nulls, allowed_account_ids: ["2"] } }, false],
  ["another kind", { local: { path: "/a" } }, { type: "s3", config: { ...s3, ...nulls } }, false],
  ["the same file", { local: { path: "/a" } }, { type: "local", config: { path: "/a", workspace_dir: null } }, true],
  ["another file", { local: { path: "/a" } }, { type: "local", config: { path: "/b", workspace_dir: null } }, false],
])("initialized for %s", (_, asked, there, kept) => {
  const folder = folderOf(asked, there);
  forgetOtherState(folder);
  expect(existsSync(join(folder, ".terraform/terraform.tfstate"))).toBe(kept);
});

test("a folder that was never initialized is left alone", () => {
  forgetOtherState(mkdtempSync(join(tmpdir(), "dataops-state-")));
});
