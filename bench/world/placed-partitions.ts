import type { Partition } from "../../cli/facts/kafka-health";
import type { Node } from "../../spec/cluster";
import { random } from "./random";

/** `rack-aware`: one replica in every rack, as Kafka places them; `scattered`: on any three brokers. */
export type Placement = "rack-aware" | "scattered";

const replicas = 3;
const partitionsATopic = 100;

/** Partitions with three replicas, all in sync, min.insync.replicas 2, spread evenly over brokers. */
export function placedPartitions(
  brokers: readonly Node[],
  count: number,
  placement: Placement,
  seed: number,
): Partition[] {
  const next = random(seed);
  const pick = placement === "rack-aware" ? rackAware(brokers, next) : scattered(brokers, next);
  return Array.from({ length: count }, (_, i) => {
    const on = pick(i);
    return {
      topic: `topic-${Math.floor(i / partitionsATopic)}`,
      partition: i % partitionsATopic,
      leader: on[0] ?? -1,
      replicas: on,
      isr: on,
      minIsr: 2,
    };
  });
}

/** Leaders in turn; the followers lie in the other racks, on brokers drawn by lot. */
function rackAware(brokers: readonly Node[], next: () => number): (i: number) => number[] {
  const racks = [...new Set(brokers.map(({ zone }) => zone))].map((zone) => brokers.filter((one) => one.zone === zone));
  return (i) => {
    const first = i % racks.length;
    return Array.from({ length: Math.min(replicas, racks.length) }, (_, k) => {
      const rack = racks[(first + k) % racks.length] ?? [];
      const at = k === 0 ? Math.floor(i / racks.length) % rack.length : Math.floor(next() * rack.length);
      return rack[at]?.id ?? -1;
    });
  };
}

/** Leaders in turn, followers by lot. */
function scattered(brokers: readonly Node[], next: () => number): (i: number) => number[] {
  return (i) => {
    const on = new Set([i % brokers.length]);
    while (on.size < Math.min(replicas, brokers.length)) on.add(Math.floor(next() * brokers.length));
    return [...on].map((at) => brokers[at]?.id ?? -1);
  };
}
