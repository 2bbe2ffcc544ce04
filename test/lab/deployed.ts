import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ModifyInstanceAttributeCommand, TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import { isReachable } from "../../cli/facts/node-report";
import type { Observed } from "../../cli/facts/observed";
import { statusRows } from "../../cli/facts/status-rows";
import { ensureArtefact } from "../../cli/run/artefact/artefact";
import { readLabels } from "../../cli/run/aws/labels";
import { withCluster } from "../../cli/run/open-cluster";
import { terraformApplySaved, terraformPlan } from "../../cli/run/terraform/terraform";
import { labUp } from "../../lab";
import { emulatorClient } from "../../lab/emulator/emulator-client";
import { unpackArtefact } from "../../lab/traffic/kafka-tool";
import { type Cluster, packageRoot, readCluster } from "../../spec";
import { type Ended, Operator } from "./operator";

export const name = "kafka-write";
/** Run the CLI to its end. */
export const dataops = (...args: string[]): Promise<Ended> => new Operator(args).ended;

/** Bring the lab up for the shipped cluster files and deploy place, artefacts and cluster. */
export async function deployed(): Promise<void> {
  const lab = await labUp({ clusters: join(packageRoot(), "clusters") });
  process.env.DATAOPS_CLUSTERS = lab.clusters;
  process.env.CDKTF_OUTPUT = mkdtempSync(join(tmpdir(), "dataops-cdktf-"));
  const place = cluster().place.name;
  await apply(`place-${place}`);
  const synced = await dataops("artefacts", "sync", place);
  if (synced.code !== 0) throw new Error(synced.out);
  await apply(name);
}

export const cluster = (): Cluster => readCluster(name);

export async function apply(stack: string): Promise<void> {
  await terraformApplySaved(await terraformPlan(stack));
}

/** Look until it is as wanted; says what it looked like when it never was. */
export async function until(what: string, wanted: (observed: Observed) => boolean, seconds = 240): Promise<Observed> {
  const end = Date.now() + seconds * 1000;
  return withCluster(cluster(), async (open) => {
    for (;;) {
      const observed = await open.observe();
      if (wanted(observed)) return observed;
      if (Date.now() > end) {
        const rows = statusRows(cluster(), observed).map((r) => ({
          node: r.node,
          running: r.running,
          unready: r.unready,
          differences: r.differences,
        }));
        throw new Error(`not within ${seconds} s: ${what}: ${JSON.stringify(rows)}`);
      }
      await sleep(500);
    }
  });
}

/** Every node serves and equals its record. */
export const wellAndEqual = (observed: Observed): boolean =>
  isReachable(observed.kafka) &&
  observed.kafka.partitions.every((p) => p.isr.length === p.replicas.length) &&
  statusRows(cluster(), observed).every((row) => row.unready === null && row.differences.length === 0);

/** Run an argv on a node as root. */
export async function onNode(id: number, ...argv: string[]): Promise<string> {
  return withCluster(cluster(), async (open) => {
    const { code, stdout, stderr } = await (await open.fleet.to(id)).run(argv, { timeout: 120_000 });
    if (code !== 0) throw new Error(`node ${id}: ${argv.join(" ")}: exit ${code}: ${stderr}`);
    return stdout;
  });
}

export async function instanceOf(id: number): Promise<string> {
  const found = (await readLabels(cluster()))[id];
  if (found === undefined) throw new Error(`node ${id} has no instance`);
  return found.instance;
}

/** Take a node's machine away as a failure of its hardware would; protections are lifted first. */
export async function terminate(id: number): Promise<string> {
  const InstanceId = await instanceOf(id);
  const ec2 = emulatorClient(cluster().place.region);
  await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiStop: { Value: false } }));
  await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiTermination: { Value: false } }));
  await ec2.send(new TerminateInstancesCommand({ InstanceIds: [InstanceId] }));
  return InstanceId;
}

export const bootstrap = (): string =>
  cluster()
    .nodes.filter((n) => n.pool === "brokers")
    .map((n) => `${n.address}:9092`)
    .join(",");

export const kafkaLibs = async (): Promise<string> => unpackArtefact(await ensureArtefact("3.9.1"));
