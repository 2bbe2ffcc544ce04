import type { Instance } from "@aws-sdk/client-ec2";
import type { Cluster, Node } from "../../../spec/cluster";
import { Failure } from "../failure";
import { withEc2 } from "./ec2";

/** What a node's instance is, and what it is labelled with. */
export interface Labels {
  /** Instance id. */
  readonly instance: string;
  /** EC2's state: `pending`, `running`, `stopping` or `stopped`. */
  readonly state: string;
  /** Instance type, e.g. `m7g.large`. */
  readonly type: string;
  /** AMI id. */
  readonly image: string;
  /** When the machine was last started from nothing, milliseconds since the epoch; EC2 counts a start after a stop. */
  readonly launched: number;
  readonly version: string;
  readonly config: string;
  /** metadata.version that a blank disk is formatted with, e.g. `3.9-IV0`; empty: no such label. */
  readonly metadata: string;
  /** Which disk of the node, counted from 1; 0: no such label. */
  readonly generation: number;
}

/** What can be labelled anew while the machine runs. */
export type Relabel = Partial<Pick<Labels, "version" | "config" | "metadata">>;

/** By node id; a node without an instance is not there. */
export type LabelsByNode = Readonly<Record<number, Labels>>;

const alive = ["pending", "running", "stopping", "stopped"];

interface Known {
  /** Milliseconds since the epoch. */
  readonly asked: number;
  /** False once we have written since. */
  readonly good: boolean;
  readonly labels: LabelsByNode;
}

/** The last answer of each cluster. */
const recent = new Map<string, Known>();
/** Milliseconds for which an old answer stands in for one that could not be had. */
const fallback = 300_000;
const nameOf = ({ place, name }: Cluster): string => `${place.name}/${place.region}/${place.endpoint ?? ""}/${name}`;

/**
 * Tags of the instances of a cluster, by node.
 *
 * @param maxAge milliseconds that an earlier answer may be old; default 0: always ask, and take no older answer when EC2 fails
 * @throws Failure when two instances claim to be one node
 */
export async function readLabels(cluster: Cluster, { maxAge = 0 } = {}): Promise<LabelsByNode> {
  const known = recent.get(nameOf(cluster));
  if (known?.good && Date.now() - known.asked < maxAge) return known.labels;
  const at = Date.now();
  try {
    const labels = labelsOf(cluster, await instancesOf(cluster));
    recent.set(nameOf(cluster), { asked: at, good: true, labels });
    return labels;
  } catch (error) {
    // Who can do with an older answer is not stopped by an API that is throttled or away for a moment.
    if (maxAge > 0 && known !== undefined && at - known.asked < fallback && !(error instanceof Failure))
      return known.labels;
    throw error;
  }
}

/**
 * Label the instance of a node. The bootloader comes back as what the label says, and Terraform compares it.
 *
 * @throws Failure when the node has no instance
 */
export async function writeLabels(cluster: Cluster, node: Node, to: Relabel): Promise<void> {
  const labels = await readLabels(cluster, { maxAge: 60_000 });
  const found = labels[node.id];
  if (found === undefined) throw new Failure(`${cluster.name}: node ${node.id} has no instance to label`, 1);
  const tags = relabels.flatMap((key) => {
    const Value = to[key];
    return Value === undefined ? [] : [{ Key: `dataops-${key}`, Value }];
  });
  if (tags.length === 0) return;
  const { CreateTagsCommand } = await import("@aws-sdk/client-ec2");
  await withEc2(cluster.place, (client) =>
    client.send(
      new CreateTagsCommand({
        Resources: [found.instance],
        Tags: tags,
      }),
    ),
  );
  recent.set(nameOf(cluster), {
    asked: Date.now(),
    good: false,
    labels: { ...labels, [node.id]: { ...found, ...given(to) } },
  });
}

const relabels = ["version", "config", "metadata"] as const;

/** Without the keys that are there and undefined. */
const given = (to: Relabel): Relabel =>
  Object.fromEntries(relabels.flatMap((key) => (to[key] === undefined ? [] : [[key, to[key]]])));

async function instancesOf(cluster: Cluster): Promise<Instance[]> {
  const { paginateDescribeInstances } = await import("@aws-sdk/client-ec2");
  return withEc2(cluster.place, async (client) => {
    const instances: Instance[] = [];
    const filters = [
      { Name: "tag:dataops-cluster", Values: [cluster.name] },
      { Name: "instance-state-name", Values: alive },
    ];
    for await (const page of paginateDescribeInstances({ client }, { Filters: filters }))
      instances.push(...(page.Reservations ?? []).flatMap((reservation) => reservation.Instances ?? []));
    return instances;
  });
}

function labelsOf(cluster: Cluster, instances: readonly Instance[]): LabelsByNode {
  const found: Record<number, Labels> = {};
  for (const instance of instances) {
    const tags = Object.fromEntries((instance.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
    const id = Number(tags["dataops-node"]);
    const name = instance.InstanceId ?? "";
    if (!cluster.nodes.some((node) => node.id === id)) continue;
    const other = found[id];
    if (other !== undefined)
      throw new Failure(
        `${cluster.name}: node ${id}; expected one instance labelled dataops-node=${id}; got ${other.instance} (${other.state}) and ` +
          `${name} (${instance.State?.Name ?? "unknown"}): terminate the one that is not in Terraform's state`,
        1,
      );
    found[id] = {
      instance: name,
      state: instance.State?.Name ?? "unknown",
      type: instance.InstanceType ?? "",
      image: instance.ImageId ?? "",
      launched: instance.LaunchTime?.getTime() ?? 0,
      version: tags["dataops-version"] ?? "",
      config: tags["dataops-config"] ?? "",
      metadata: tags["dataops-metadata"] ?? "",
      generation: Number(tags["dataops-generation"] ?? 0),
    };
  }
  return found;
}
