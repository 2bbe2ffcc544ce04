import type { World } from "../../../cli/decide/world";
import type { Partition } from "../../../cli/facts/kafka-health";
import { isReachable } from "../../../cli/facts/node-report";
import type { Node } from "../../../spec/cluster";
import { type Circumstances, worldOf } from "../world";

export interface Fleet {
  readonly brokers: number;
  readonly racks: number;
  readonly partitions: number;
  readonly replicas: number;
  readonly minIsr: number;
  /** One replica of a partition in each rack, as far as there are racks. */
  readonly rackAware: boolean;
  readonly seed: number;
}

/**
 * Three controllers and as many brokers as are wanted, 100 and up, all on 3.9.1.
 *
 * @param top what the file asks for; default: one version up
 */
export function fleetOf(fleet: Fleet, maxParallel: number, top: Circumstances = {}): World {
  const base = worldOf({}, {}, top);
  const ids = Array.from({ length: fleet.brokers }, (_, i) => 100 + i);
  const controllers = base.cluster.nodes.filter((n) => n.pool === "controllers");
  const broker = base.cluster.nodes.find((n) => n.id === 11);
  const report = base.observed.nodes[11];
  const record = base.cluster.recorded.nodes[11];
  const target = base.journal.targets[11];
  const { kafka } = base.observed;
  if (!broker || !report || !record || !target || !isReachable(report) || !isReachable(kafka))
    throw new Error("no broker");
  const nodes = [...controllers, ...ids.map((id): Node => ({ ...broker, id, zone: `az${id % fleet.racks}` }))];
  const with_ = <T>(of: Readonly<Record<number, T>>, value: (id: number) => T): Record<number, T> =>
    Object.fromEntries([
      ...controllers.flatMap(({ id }) => (of[id] === undefined ? [] : [[id, of[id]]])),
      ...ids.map((id) => [id, value(id)]),
    ]) as Record<number, T>;
  const { observed, cluster, journal } = base;
  return {
    ...base,
    cluster: {
      ...cluster,
      nodes,
      recorded: { ...cluster.recorded, nodes: with_(cluster.recorded.nodes, () => record) },
    },
    observed: {
      ...observed,
      nodes: with_(observed.nodes, (id) => ({
        ...report,
        node: id,
        formatted: { cluster: cluster.recorded.cluster.id, node: id, directory: `d${id}` },
      })),
      labels: with_(observed.labels, () => observed.labels[11] ?? null),
      machines: with_(observed.machines, () => observed.machines[11] ?? null),
      overrides: with_(observed.overrides, () => ({})),
      kafka: { ...kafka, brokers: ids, partitions: partitionsOf(fleet, ids) },
    },
    journal: { ...journal, targets: with_(journal.targets, () => target) },
    limits: { ...base.limits, maxParallel },
  };
}

/** The same for the same seed. */
function partitionsOf(
  { partitions, replicas, minIsr, racks, rackAware, seed }: Fleet,
  ids: readonly number[],
): Partition[] {
  let state = seed + 1;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: partitions }, (_, partition) => {
    const chosen: number[] = [];
    while (chosen.length < Math.min(replicas, ids.length)) {
      const rack = (partition + chosen.length) % racks;
      const free = ids.filter((id) => !chosen.includes(id));
      const there = rackAware ? free.filter((id) => id % racks === rack) : free;
      const from = there.length > 0 ? there : free;
      chosen.push(from[random(from.length)] ?? 0);
    }
    return { topic: "t", partition, leader: chosen[0] ?? -1, replicas: chosen, isr: chosen, minIsr };
  });
}
