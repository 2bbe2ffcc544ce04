import { counted } from "../facts/counted";
import { isGone } from "../facts/gone";
import type { Partition } from "../facts/kafka-health";
import { partitionName } from "../facts/partition-name";
import { type Gate, hasRole, nodeOf, open, shut } from "./gate";
import { overHealth } from "./kafka-answers";

/** The rule of Strimzi's KafkaAvailability, for one partition and the node that is to stop. */
const blocks = (p: Partition, node: number): boolean =>
  p.replicas.includes(node) && (p.isr.length < p.minIsr || (p.isr.length === p.minIsr && p.isr.includes(node)));

const never = (p: Partition): boolean => p.replicas.length <= p.minIsr;

/** How many in-sync replicas a partition would have above its minimum. */
const room = (p: Partition): number => p.isr.length - p.minIsr;

export const minIsr: Gate = {
  name: "min-isr",
  says: "without the node every partition still has min.insync.replicas in sync",
  ask: overHealth(({ partitions }, input) => {
    if (!hasRole(input, "broker")) return open;
    const node = nodeOf(input).id;
    // A broker that does not answer is outside every ISR, whatever the metadata still says.
    const alive = (p: Partition): Partition => ({ ...p, isr: p.isr.filter((id) => !isGone(input.observed, id)) });
    const blocked = partitions
      .map(alive)
      .filter((p) => blocks(p, node))
      .sort((a, b) => room(a) - room(b));
    const hopeless = blocked.filter(never);
    const first = hopeless[0] ?? blocked[0];
    if (first === undefined) return open;
    const need = first.minIsr + (first.isr.includes(node) ? 1 : 0);
    const why = never(first)
      ? `has ${counted(first.replicas.length, "replica")} and min.insync.replicas ${first.minIsr}: it can never spare one`
      : `${first.isr.length} in sync, needed ${need} (min.insync.replicas ${first.minIsr}${first.isr.includes(node) ? " without this node" : ""})`;
    return shut(
      `${partitionName(first)} ${why}${blocked.length > 1 ? `; and ${counted(blocked.length - 1, "partition")} more` : ""}`,
      blocked.length,
      hopeless.length > 0,
    );
  }),
};
