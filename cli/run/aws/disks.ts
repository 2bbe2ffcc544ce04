import type { EC2Client, Volume, VolumeModification } from "@aws-sdk/client-ec2";
import type { Cluster } from "../../../spec/cluster";
import { Failure } from "../failure";
import { withEc2 } from "./ec2";

const GiB = 1024 ** 3;
const MiB = 1024 ** 2;

/** The last change of a volume. EBS allows one in six hours, and none while one is under way. */
export interface DiskModification {
  /**
   * `modifying`: the size is not there yet. `optimizing`: it is, so the file system may grow, but another modification
   * is refused. `completed`; `failed`.
   */
  readonly state: "modifying" | "optimizing" | "completed" | "failed";
  /** When it was begun, milliseconds since the epoch. */
  readonly since: number;
  /** Percent. */
  readonly progress: number;
}

/** The data disk of a node, as EC2 has it, in the units of the cluster file's disks. */
export interface NodeDisk {
  /** Volume id. */
  readonly volume: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes per second; gp3's own where EC2 does not say. */
  readonly throughput: number;
  /** Operations per second; gp3's own where EC2 does not say. */
  readonly iops: number;
  /** Volume type, e.g. `gp3`. */
  readonly type: string;
  /** Id of the instance that it is attached to; null: none. */
  readonly attached: string | null;
  /** Null: never changed since it was made, or so long ago that EC2 has forgotten. */
  readonly modification: DiskModification | null;
}

/** By node id; a node without a disk is not there. */
export type DisksByNode = Readonly<Record<number, NodeDisk>>;

/** What gp3 gives without being asked. */
const gp3 = { iops: 3000, throughput: 125 };

/**
 * Data disks of a cluster, by node. Always asked, never from a cache.
 *
 * @throws Failure when two volumes claim to be one node's and neither or both are attached
 */
export async function readDisks(cluster: Cluster): Promise<DisksByNode> {
  return withEc2(cluster.place, async (client) => {
    const byNode = new Map<number, Volume>();
    for (const volume of await volumesOf(client, cluster)) {
      const tag = volume.Tags?.find(({ Key }) => Key === "dataops-node")?.Value;
      const id = Number(tag);
      if (!cluster.nodes.some((node) => node.id === id)) continue;
      byNode.set(id, theOne(cluster, id, volume, byNode.get(id)));
    }
    const modifications = await modificationsOf(client, [...byNode.values()]);
    return Object.fromEntries([...byNode].map(([id, volume]) => [id, diskOf(volume, modifications)]));
  });
}

async function volumesOf(client: EC2Client, cluster: Cluster): Promise<Volume[]> {
  const { paginateDescribeVolumes } = await import("@aws-sdk/client-ec2");
  const volumes: Volume[] = [];
  const Filters = [
    { Name: "tag:dataops-cluster", Values: [cluster.name] },
    { Name: "status", Values: ["creating", "available", "in-use"] },
  ];
  for await (const page of paginateDescribeVolumes({ client }, { Filters })) volumes.push(...(page.Volumes ?? []));
  return volumes;
}

const isAttached = (volume: Volume): boolean => (volume.Attachments ?? []).length > 0;

/** A disk that was given up may still be there; the one that a machine has is the node's. */
function theOne(cluster: Cluster, id: number, volume: Volume, other: Volume | undefined): Volume {
  if (other === undefined) return volume;
  if (isAttached(volume) !== isAttached(other)) return isAttached(volume) ? volume : other;
  throw new Failure(
    `${cluster.name}: node ${id}; expected one volume tagged dataops-node=${id}; got ${volume.VolumeId ?? ""} and ` +
      `${other.VolumeId ?? ""}: take the tag from the one that is not in Terraform's state`,
    1,
  );
}

async function modificationsOf(client: EC2Client, volumes: readonly Volume[]): Promise<VolumeModification[]> {
  if (volumes.length === 0) return [];
  const { paginateDescribeVolumesModifications } = await import("@aws-sdk/client-ec2");
  const found: VolumeModification[] = [];
  // Asked by id instead of by filter, EC2 fails for a volume that was never modified.
  const Filters = [{ Name: "volume-id", Values: volumes.map(({ VolumeId = "" }) => VolumeId) }];
  for await (const page of paginateDescribeVolumesModifications({ client }, { Filters }))
    found.push(...(page.VolumesModifications ?? []));
  return found;
}

function diskOf(volume: Volume, modifications: readonly VolumeModification[]): NodeDisk {
  const { Attachments = [], Iops = gp3.iops, Size = 0, Throughput = gp3.throughput, VolumeId = "" } = volume;
  const [last] = modifications
    .filter((modification) => modification.VolumeId === VolumeId)
    .sort((a, b) => (b.StartTime?.getTime() ?? 0) - (a.StartTime?.getTime() ?? 0));
  return {
    volume: VolumeId,
    size: Size * GiB,
    throughput: Throughput * MiB,
    iops: Iops,
    type: volume.VolumeType ?? "",
    attached: Attachments[0]?.InstanceId ?? null,
    modification:
      last === undefined
        ? null
        : {
            state: last.ModificationState ?? "completed",
            since: last.StartTime?.getTime() ?? 0,
            progress: last.Progress ?? 100,
          },
  };
}
