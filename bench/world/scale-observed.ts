import type { KafkaHealth, Partition } from "../../cli/facts/kafka-health";
import type { NodeReport } from "../../cli/facts/node-report";
import type { Observed } from "../../cli/facts/observed";
import type { Cluster } from "../../spec/cluster";
import { brokersOf, versions, word } from "./scale-cluster";

const now = 1_700_000_000_000;

/** A look at the cluster with all well: every node runs what its record says, every replica is in sync. */
export const scaleObserved = (cluster: Cluster, partitions: readonly Partition[]): Observed => ({
  at: now,
  nodes: eachNode(cluster, (id) => report(cluster, id)),
  kafka: health(cluster, partitions),
  labels: eachNode(cluster, () => ({ version: versions.before, config: word })),
  machines: eachNode(cluster, (id) => ({
    instance: `i-${id}`,
    state: "running",
    type: "m7g.large",
    image: "ami-1",
    disk: { size: 50 * 2 ** 30, throughput: 125 * 2 ** 20, iops: 3000 },
  })),
  overrides: Object.fromEntries(brokersOf(cluster).map(({ id }) => [id, {}])),
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

const report = (cluster: Cluster, id: number): NodeReport => ({
  node: id,
  cluster: cluster.name,
  boot: "b1",
  clock: now,
  program: "p",
  service: { state: "active", pid: 100 + id, since: 1 },
  running: { version: versions.before, config: word, sha256: "same" },
  broker: { state: "serving", remainingLogs: null },
  lease: 1,
  written: { version: versions.before, config: word, sha256: "same", expected: "same" },
  disk: { volume: `vol-${id}`, uuid: "u", mounted: true, size: 50 * 2 ** 30, used: 0, device: 50 * 2 ** 30 },
  formatted: { cluster: cluster.recorded.cluster.id, node: id, directory: `d${id}` },
  artefacts: [versions.before],
  tail: [],
});
