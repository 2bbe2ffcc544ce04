import { newJournal, topOf } from "../../../cli/decide/new-journal";
import type { World } from "../../../cli/decide/world";
import type { Partition } from "../../../cli/facts/kafka-health";
import { isReachable, type NodeReport } from "../../../cli/facts/node-report";
import type { Circumstances, Facts } from "../world";
import { clusterOf, observedOf, shippedPlaybook } from "../world";

/**
 * A cluster of three controllers and a number of brokers that is a multiple of three, in threes that share partitions:
 * brokers of different threes may go together.
 */
export function wideWorld(brokers: number, circumstances: Circumstances = {}, facts: Facts = {}): World {
  const { now = 0, limits = {}, ...top } = circumstances;
  const ids = Array.from({ length: brokers }, (_, i) => 11 + i);
  const base = clusterOf(facts, top);
  const seen = observedOf({ healthAt: now, ...facts });
  const { 11: record } = base.recorded.nodes;
  const { 11: report } = seen.nodes;
  const { 11: machine } = seen.machines;
  if (
    record === undefined ||
    report === undefined ||
    !isReachable(report) ||
    machine == null ||
    !isReachable(seen.kafka)
  )
    throw new Error("expected a healthy node 11");
  const each = <T>(of: (id: number) => T): Record<number, T> => Object.fromEntries(ids.map((id) => [id, of(id)]));
  const reportOf = (id: number): NodeReport => ({
    ...report,
    node: id,
    formatted: { cluster: base.recorded.cluster.id, node: id, directory: `d${id}` },
  });
  const cluster = {
    ...base,
    nodes: [
      ...base.nodes.filter((n) => n.pool === "controllers"),
      ...ids.map((id) => ({
        id,
        pool: "brokers",
        zone: `euw1-az${((id - 11) % 3) + 1}`,
        address: `10.77.9.${id}`,
        generation: 1,
      })),
    ],
    recorded: {
      ...base.recorded,
      nodes: { ...base.recorded.nodes, ...each((id) => base.recorded.nodes[id] ?? record) },
    },
  };
  const observed = {
    ...seen,
    nodes: { ...seen.nodes, ...each((id) => seen.nodes[id] ?? reportOf(id)) },
    labels: { ...seen.labels, ...each(() => ({ version: record.version, config: record.config })) },
    machines: { ...seen.machines, ...each((id) => ({ ...machine, instance: `i-${id}` })) },
    overrides: { ...seen.overrides, ...each((id) => seen.overrides[id] ?? {}) },
    kafka: {
      ...seen.kafka,
      brokers: ids,
      partitions: facts.partitions === undefined ? partitionsOf(ids) : seen.kafka.partitions,
    },
  };
  const words = { controllers: "kkkkkkkk", brokers: "llllllll" };
  const by = "ops@bastion-1";
  const journal = newJournal({
    id: "20261122-0531-k7",
    by,
    playbook: "kafka-roll",
    restart: false,
    overrides: {},
    now,
    cluster,
    observed,
    words,
  });
  return {
    cluster,
    observed,
    playbook: shippedPlaybook,
    journal,
    limits: { maxParallel: 1, startedWith: 0, ...limits },
    top: topOf(cluster, words),
    checksums: { "3.9.1": "a", "4.1.1": "b" },
    now,
  };
}

/** Twelve partitions of each topic on every three brokers. */
const partitionsOf = (ids: readonly number[]): Partition[] =>
  ids.flatMap((_, i) => {
    if (i % 3 !== 0) return [];
    const three = ids.slice(i, i + 3);
    return ["orders", "payments"].flatMap((topic) =>
      Array.from({ length: 12 }, (__, n): Partition => {
        const replicas = three.map((___, k) => three[(k + n) % 3] ?? 0);
        return { topic, partition: i * 4 + n, replicas, isr: replicas, leader: replicas[0] ?? -1, minIsr: 2 };
      }),
    );
  });
