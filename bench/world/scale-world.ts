import type { Journal } from "../../cli/decide/journal";
import { processOf } from "../../cli/decide/work";
import type { World } from "../../cli/decide/world";
import type { Partition } from "../../cli/facts/kafka-health";
import { isReachable } from "../../cli/facts/node-report";
import type { Observed } from "../../cli/facts/observed";
import { recordedTarget } from "../../cli/facts/target";
import { readPlaybook } from "../../cli/run/roll/read-playbook";
import type { Cluster } from "../../spec/cluster";
import { type Placement, placedPartitions } from "./placed-partitions";
import { brokersOf, scaleCluster, versions, word } from "./scale-cluster";
import { scaleObserved } from "./scale-observed";

/** What makes one world; the same makes the same world. */
export interface Scale {
  readonly brokers: number;
  /** In all. */
  readonly partitions: number;
  readonly placement: Placement;
  /** Brokers at a time, at most. */
  readonly maxParallel: number;
  readonly seed: number;
}

const began = 1_700_000_000_000;

/** A world at the beginning of a version roll of every node, all well. */
export function scaleWorld({ brokers, partitions, placement, maxParallel, seed }: Scale): World {
  const cluster = scaleCluster(brokers);
  const placed = placedPartitions(brokersOf(cluster), partitions, placement, seed);
  const observed = scaleObserved(cluster, placed);
  const playbook = readPlaybook("kafka-roll");
  const top = { version: versions.after, "config of controllers": word, "config of brokers": word };
  return {
    cluster,
    observed,
    // In a world that obeys, the first good read is as good as the last.
    playbook: { ...playbook, node: { ...playbook.node, until: { ...playbook.node.until, steady: 1 } } },
    journal: journal(cluster, observed, top),
    limits: { maxParallel, startedWith: 0 },
    top,
    checksums: { [versions.before]: "a", [versions.after]: "b" },
    now: began,
  };
}

/** The same world with a look at all of it that nobody has asked anything yet, as every new look is. */
export const lookedAnew = (world: World): World => {
  const { kafka, nodes } = world.observed;
  if (!isReachable(kafka)) return world;
  const partitions: readonly Partition[] = [...kafka.partitions];
  const reports = Object.fromEntries(Object.entries(nodes).map(([id, report]) => [id, { ...report }]));
  return { ...world, observed: { ...world.observed, nodes: reports, kafka: { ...kafka, partitions } } };
};

const journal = (cluster: Cluster, observed: Observed, top: Readonly<Record<string, string>>): Journal => ({
  format: 2,
  id: "r1",
  kind: "roll",
  cluster: cluster.name,
  playbook: "kafka-roll",
  by: "ops@laptop",
  began,
  targets: Object.fromEntries(
    cluster.nodes.map(({ id }) => [id, { ...recordedTarget(cluster, id), version: versions.after }]),
  ),
  top,
  set: [],
  restart: Object.fromEntries(
    Object.entries(observed.nodes).flatMap(([id, report]) => (isReachable(report) ? [[id, processOf(report)]] : [])),
  ),
  overrides: {},
  accepted: {},
  batches: 0,
  finished: [],
  after: [],
  undo: [],
  waits: [],
  departures: [],
  behind: [],
  sittings: [],
});
