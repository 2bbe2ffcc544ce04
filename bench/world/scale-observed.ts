import type { KafkaHealth, Partition } from "../../cli/facts/kafka-health";
import type { NodeReport } from "../../cli/facts/node-report";
import type { Observed } from "../../cli/facts/observed";
import { recordedTarget } from "../../cli/facts/target";
import type { Cluster } from "../../spec/cluster";
import { parseDisk } from "../../spec/disk";
import { brokersOf, word } from "./scale-cluster";

const now = 1_700_000_000_000;

/** A look at the cluster with all well: every node runs what its record says, every replica is in sync. */
export const scaleObserved = (cluster: Cluster, partitions: readonly Partition[]): Observed => ({
  at: now,
  nodes: eachNode(cluster, (id) => scaleReport(cluster, id)),
  kafka: health(cluster, partitions),
  labels: eachNode(cluster, (id) => processOf(cluster, id)),
  machines: eachNode(cluster, (id) => {
    const { type, image, disk } = recordedTarget(cluster, id);
    const { size, throughput = 125 * 2 ** 20, iops = 3000 } = parseDisk(disk);
    const machine = { instance: `i-${id}`, state: "running", type, image: cluster.place.images[image] ?? "" };
    return { ...machine, disk: { size, throughput, iops } };
  }),
  overrides: Object.fromEntries(brokersOf(cluster).map(({ id }) => [id, {}])),
  defaults: {},
  offlineDirs: [],
  linked: {},
  configs: { [word]: "min.insync.replicas=2\n" },
});

const eachNode = <T>({ nodes }: Cluster, of: (id: number) => T): Record<number, T> =>
  Object.fromEntries(nodes.map(({ id }) => [id, of(id)]));

function health(cluster: Cluster, partitions: readonly Partition[]): KafkaHealth {
  const replica = (id: number) => ({ id, directory: `d${id}`, logEndOffset: 1000, lastCaughtUp: now });
  const voters = cluster.nodes.filter(({ pool }) => pool === "controllers");
  return {
    at: now,
    clusterId: cluster.recorded.cluster.id,
    brokers: brokersOf(cluster).map(({ id }) => id),
    partitions,
    quorum: {
      leader: voters.at(-1)?.id ?? -1,
      epoch: 5,
      voters: voters.map(({ id }) => replica(id)),
      observers: brokersOf(cluster).map(({ id }) => replica(id)),
      fetchTimeout: 2000,
      leaderTime: now,
    },
    reassigning: [],
    features: { "metadata.version": 21, "kraft.version": 1 },
  };
}

/** What runs on a node by its record. */
function processOf(cluster: Cluster, id: number): { version: string; config: string } {
  const { version, config } = recordedTarget(cluster, id);
  return { version, config };
}

/** What the host program of a node that is well answers. */
export function scaleReport(cluster: Cluster, id: number): NodeReport {
  const process = processOf(cluster, id);
  const { size } = parseDisk(recordedTarget(cluster, id).disk);
  return {
    node: id,
    cluster: cluster.name,
    boot: "b1",
    clock: now,
    program: "p",
    service: { state: "active", pid: 100 + id, since: 1 },
    running: { ...process, sha256: "same" },
    broker: { state: "serving", remainingLogs: null },
    lease: 1,
    written: { ...process, sha256: "same", expected: "same" },
    disk: { volume: `vol-${id}`, uuid: "u", mounted: true, size, used: 0, device: size },
    formatted: { cluster: cluster.recorded.cluster.id, node: id, directory: `d${id}` },
    artefacts: [process.version],
    tail: [],
  };
}
