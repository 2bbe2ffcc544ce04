import { type Cluster, configWord, knownVersions, readConfigs } from "../../spec";
import { codeOf, falsehood, fleetSide, type Lie, type Proof } from "../decide/proof";
import { describeChange } from "../facts/describe-change";
import type { Observed } from "../facts/observed";
import { Bucket } from "./aws/bucket";
import { scratchClusters } from "./terraform/scratch-clusters";
import { terraformPlan } from "./terraform/terraform";

/**
 * Hold code, cloud and fleet against one another. Each side has a control: the same question with one record falsified
 * must give a difference, or the side proves nothing.
 *
 * @throws Failure when Terraform cannot plan
 */
export async function prove(cluster: Cluster, observed: Observed): Promise<Proof> {
  const lie = falsehood(cluster, knownVersions("kafka"));
  const fleet = fleetSide(cluster, observed, lie);
  const configs = await configsSide(cluster);
  const cloud = await cloudSide(cluster, lie);
  return { format: 1, cluster: cluster.name, cloud, configs, fleet, code: codeOf([cloud, configs, fleet]) };
}

async function cloudSide(cluster: Cluster, lie: Lie): Promise<Proof["cloud"]> {
  const plan = await terraformPlan(cluster.name);
  await plan.discard();
  const scratch = scratchClusters(cluster.name, lie.edits);
  try {
    const lied = await terraformPlan(cluster.name, { clusters: scratch.folder, scratch: true });
    await lied.discard();
    const known = new Set(plan.changes.map(({ address }) => address));
    const control = lied.changes.filter(
      (c) => !known.has(c.address) && c.paths.some((p) => p.includes("dataops-version")),
    ).length;
    return { differences: plan.changes.map(describeChange), control, resources: plan.resources };
  } finally {
    scratch.remove();
  }
}

/** Terraform does not see an object that was overwritten, so the bytes are compared here. */
async function configsSide(cluster: Cluster): Promise<Proof["configs"]> {
  const bucket = new Bucket(cluster.place);
  try {
    const differences: string[] = [];
    let control = 0;
    const configs = readConfigs(cluster.name);
    for (const [word, text] of configs) {
      const key = `clusters/${cluster.name}/configs/${word}`;
      const there = (await bucket.get(key))?.body.toString("utf8");
      const difference = (expected: string): string | undefined =>
        there === expected
          ? undefined
          : `${key}: ${there === undefined ? "is not there" : `holds ${configWord(there)}`}`;
      const found = difference(text);
      if (found !== undefined) differences.push(found);
      if (difference(`${text}#`) !== undefined) control += 1;
    }
    return { differences, control, compared: configs.size };
  } finally {
    bucket.close();
  }
}
