import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runProcess } from "../../cli/run/run-process";
import { cdktfProject } from "../../cli/run/terraform/cdktf-project";

const root = join(__dirname, "../..");

/** The app as `cdktf` runs it. */
async function synth(clusters: string) {
  const out = mkdtempSync(join(tmpdir(), "dataops-synth-"));
  const env = { CDKTF_OUTDIR: out, DATAOPS_CLUSTERS: clusters };
  return { out, ...(await runProcess(cdktfProject(root).app, [], { shell: true, cwd: root, env })) };
}

test("the shipped stacks synthesize: a stack for each cluster, and one for each place", async () => {
  const { code, out, stderr, stdout } = await synth(join(root, "clusters"));
  expect({ code, stderr, stdout }).toEqual({ code: 0, stderr: "", stdout: "" });
  expect(readdirSync(join(out, "stacks")).sort()).toEqual(["kafka-write", "place-prod"]);
});

test("mistakes in a cluster file end it with 64, all named, and nothing is written", async () => {
  const clusters = join(mkdtempSync(join(tmpdir(), "dataops-mistakes-")), "clusters");
  cpSync(join(root, "clusters"), clusters, { recursive: true });
  const file = join(clusters, "kafka-write.yaml");
  const text = readFileSync(file, "utf8").replace("port: 9092", "port: 0").replace("zone: euw1-az1", "zone: mars");
  writeFileSync(file, text);
  const { code, out, stderr } = await synth(clusters);
  expect(code).toBe(64);
  expect(stderr).toMatch(/kafka-write\.yaml:\d+:\d+: listeners\.clients\.port: /);
  expect(stderr).toMatch(/kafka-write\.yaml:\d+:\d+: nodes\.1\.zone: /);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(existsSync(join(out, "manifest.json"))).toBe(false);
});
