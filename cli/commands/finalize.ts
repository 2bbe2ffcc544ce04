import { readFileSync } from "node:fs";
import { Command } from "commander";
import { type Cluster, editText, readCluster } from "../../spec";
import { type FinalizeStep, finalizeSteps, metadataVersionName } from "../../spec/releases";
import type { Journal } from "../decide/journal";
import { parseJournal } from "../decide/parse-journal";
import { fleetDifferences } from "../facts/fleet-differences";
import { isReachable } from "../facts/node-report";
import { writeLabels } from "../run/aws/labels";
import { Failure } from "../run/failure";
import type { Lease } from "../run/lease/lease";
import { withLease } from "../run/lease/with-lease";
import { type OpenCluster, withCluster } from "../run/open-cluster";
import { JournalStore } from "../run/roll/journal-store";
import { confirm } from "../ui/confirm";
import { paint } from "../ui/paint";
import { replaceFile } from "../write/replace-file";
import { checkYes } from "./roll-options";
import { withBucket } from "./with-bucket";

interface Options {
  readonly yes: boolean;
  readonly json: boolean;
}

/** `dataops finalize CLUSTER`: raise feature levels, one by one, last of all; there is no way back. */
export function finalizeCommand(): Command {
  return new Command("finalize")
    .description(
      "Raise the cluster's feature levels to those of the version that every node runs, one by one. There is no way back.",
    )
    .argument("<cluster>", "name of a cluster file")
    .option("--yes", "do not ask", false)
    .option("--json", "print JSON, format 2", false)
    .action(async (name: string, options: Options) => {
      process.exitCode = await finalize(readCluster(name), options);
    });
}

async function finalize(cluster: Cluster, options: Options): Promise<number> {
  checkYes("finalize", options);
  return withBucket(cluster, (bucket) =>
    withCluster(cluster, (open) =>
      withLease(open, bucket, { command: `finalize ${cluster.name}` }, async (lease) => {
        const store = new JournalStore<Journal>(bucket, cluster.name, parseJournal);
        const under = await store.load();
        if (under !== undefined) throw new Failure(`${under.kind} ${under.id} is under way; end it first`, 3);
        return raise(cluster, open, lease, options);
      }),
    ),
  );
}

async function raise(cluster: Cluster, open: OpenCluster, lease: Lease, { yes, json }: Options): Promise<number> {
  const say = (text: string): void => void process.stdout.write(json ? "" : `${text}\n`);
  const { version, steps } = await whatIsLeft(cluster, open);
  if (steps.length === 0 && isRecorded(cluster, await levels(open))) {
    say(`${cluster.name}: final, at ${version}`);
    if (json) process.stdout.write(`${JSON.stringify({ format: 2, cluster: cluster.name, version, raised: [] })}\n`);
    return 0;
  }
  say(`${paint.bold(cluster.name)}  ${version} on every node; there is no way back from here:`);
  for (const step of steps) say(`  ${step.feature}  ${named(step, step.from)} → ${named(step, step.to)}`);
  // The others depend on the first, so each is asked for only when it is its turn.
  const [first] = steps;
  if (first !== undefined) await wouldRaise(open, first);
  if (!yes && !(await confirm("Raise them? dataops rollback will refuse from then on."))) return 4;
  for (const { feature, to } of steps) {
    if (lease.lost !== undefined) throw new Failure(`the lease is lost: ${lease.lost}`, 3);
    await wouldRaise(open, { feature, to });
    await open.admin.raiseFeature(feature, to);
    say(`${paint.green("✔")} ${feature}`);
    if (feature === "metadata.version") await record(cluster, to);
  }
  await record(cluster, (await levels(open))["metadata.version"] ?? 0);
  say(`${paint.green("✔")} recorded in ${cluster.file}`);
  if (json) process.stdout.write(`${JSON.stringify({ format: 2, cluster: cluster.name, version, raised: steps })}\n`);
  return 0;
}

/** @throws Failure (3) with the controller's words where it would refuse */
const wouldRaise = (open: OpenCluster, { feature, to }: Pick<FinalizeStep, "feature" | "to">): Promise<void> =>
  open.admin.raiseFeature(feature, to, { dryRun: true }).catch((error: unknown) => {
    throw new Failure((error as Error).message, 3);
  });

const named = ({ feature }: FinalizeStep, level: number): string =>
  feature === "metadata.version" ? metadataVersionName(level) : String(level);

async function levels(open: OpenCluster): Promise<Readonly<Record<string, number>>> {
  const features = await open.admin.features();
  if (!isReachable(features)) throw new Failure(`kafka-answers: ${features.unreachable}`, 3);
  return features.finalized;
}

const isRecorded = (cluster: Cluster, features: Readonly<Record<string, number>>): boolean =>
  metadataVersionName(features["metadata.version"] ?? 0) === cluster.recorded.cluster.metadataVersion;

/** Every node must be what its record says, and all the same version: what is raised binds them all. */
async function whatIsLeft(
  cluster: Cluster,
  open: OpenCluster,
): Promise<{ version: string; steps: readonly FinalizeStep[] }> {
  const observed = await open.observe({ cloudMaxAge: 0 });
  const [difference] = fleetDifferences(cluster, observed);
  if (difference !== undefined) {
    const { node, what, expected, got } = difference;
    throw new Failure(`node ${node}: ${what}: recorded ${expected}, found ${got}; roll it first`, 3);
  }
  const versions = [...new Set(Object.values(cluster.recorded.nodes).map((record) => record.version))];
  const [version] = versions;
  if (version === undefined || versions.length > 1)
    throw new Failure(`${cluster.file}: nodes run ${versions.join(" and ")}; expected one version; roll them first`, 3);
  return { version, steps: finalizeSteps(version, await levels(open)) };
}

/** The file and the labels: a disk that is formatted from now on is formatted with this level. */
async function record(cluster: Cluster, level: number): Promise<void> {
  const to = metadataVersionName(level);
  const from = readCluster(cluster.name).recorded.cluster.metadataVersion;
  if (from !== to) {
    const edit = { path: ["recorded", "cluster", "metadata.version"], from, to };
    await replaceFile(cluster.file, editText(readFileSync(cluster.file, "utf8"), [edit], cluster.file));
  }
  for (const node of cluster.nodes) await writeLabels(cluster, node, { metadata: to });
}
