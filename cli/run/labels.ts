import type { EC2Client, Instance } from "@aws-sdk/client-ec2";
import type { Cluster, Node } from "../../spec/cluster";
import type { Place } from "../../spec/place";
import { Failure } from "./failure";

/** What a node's instance is labelled with. */
export interface Labels {
  /** Instance id. */
  readonly instance: string;
  /** EC2's state: `pending`, `running`, `stopping` or `stopped`. */
  readonly state: string;
  readonly version: string;
  readonly config: string;
}

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
export async function writeLabels(
  cluster: Cluster,
  node: Node,
  to: { version: string; config: string },
): Promise<void> {
  const labels = await readLabels(cluster, { maxAge: 60_000 });
  const found = labels[node.id];
  if (found === undefined) throw new Failure(`${cluster.name}: node ${node.id} has no instance to label`, 1);
  const { CreateTagsCommand } = await import("@aws-sdk/client-ec2");
  await withClient(cluster.place, (client) =>
    client.send(
      new CreateTagsCommand({
        Resources: [found.instance],
        Tags: [
          { Key: "dataops-version", Value: to.version },
          { Key: "dataops-config", Value: to.config },
        ],
      }),
    ),
  );
  recent.set(nameOf(cluster), {
    asked: Date.now(),
    good: false,
    labels: { ...labels, [node.id]: { ...found, ...to } },
  });
}

async function instancesOf(cluster: Cluster): Promise<Instance[]> {
  const { paginateDescribeInstances } = await import("@aws-sdk/client-ec2");
  return withClient(cluster.place, async (client) => {
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
      version: tags["dataops-version"] ?? "",
      config: tags["dataops-config"] ?? "",
    };
  }
  return found;
}

async function withClient<T>(place: Place, work: (client: EC2Client) => Promise<T>): Promise<T> {
  // Its warning about Node's version is for whoever builds dataops, and would land amid an operator's output.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  // 150 ms to load: only when a cluster's instances are asked about.
  const { EC2Client } = await import("@aws-sdk/client-ec2");
  const own = process.env["AWS_ACCESS_KEY_ID"] !== undefined || process.env["AWS_PROFILE"] !== undefined;
  const client = new EC2Client({
    region: place.region,
    // The SDK's own are none at all.
    requestHandler: { connectionTimeout: 5000, requestTimeout: 15_000 },
    ...(place.endpoint === undefined ? {} : { endpoint: place.endpoint }),
    // An emulator takes any credentials; AWS's own way of finding them would look for a real account.
    ...(place.endpoint === undefined || own
      ? {}
      : { credentials: { accessKeyId: "dataops", secretAccessKey: "dataops" } }),
  });
  try {
    return await work(client);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { name, message } = error as Error;
    throw new Error(`EC2 in ${place.endpoint ?? place.region}: ${name}: ${message}`, { cause: error });
  } finally {
    client.destroy();
  }
}
