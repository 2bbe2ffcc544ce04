import { counted } from "../facts/counted";
import { goneOf } from "../facts/gone";
import type { Partition } from "../facts/kafka-health";
import { isReachable } from "../facts/node-report";
import { indexOf, placesOf } from "../facts/partition-index";
import { partitionName } from "../facts/partition-name";
import { type Gate, type GateInput, hasRole, nodeOf, open, shut } from "./gate";
import { overHealth } from "./kafka-answers";

/** Whether a partition has too few replicas to ever spare one. */
export const neverSpares = (p: Partition): boolean => p.replicas.length <= p.minIsr;

/** Whether somebody has accepted that this partition, or its topic, loses writes for a while. */
export const isAccepted = (p: Partition, accepted: Readonly<Record<string, string>> = {}): boolean =>
  p.topic in accepted || partitionName(p) in accepted;

/**
 * Tells of each partition of a node how many replicas in sync it has above its minimum. A broker that does not serve,
 * or that stops at the same moment, is outside every ISR, whatever the metadata still says.
 */
export function forEachRoom(
  { observed, also = [] }: Pick<GateInput, "observed" | "also">,
  node: number,
  tell: (place: number, room: number) => void,
): void {
  const { kafka } = observed;
  if (!isReachable(kafka)) return;
  const gone = goneOf(observed);
  const out = also.length === 0 ? gone : new Set([...gone, ...also]);
  const alone = out.size === 0 || (out.size === 1 && out.has(node));
  const { room, replicas, begins } = indexOf(kafka.partitions);
  for (const i of placesOf(kafka.partitions, node)) {
    let has = room[i] ?? 0;
    if (!alone)
      for (let at = begins[i] ?? 0; at < (begins[i + 1] ?? 0); at += 1) {
        const id = replicas[at] ?? 0;
        // Only where a replica's broker is out does it matter whether that replica is in sync.
        if (id !== node && out.has(id) && kafka.partitions[i]?.isr.includes(id) === true) has -= 1;
      }
    tell(i, has);
  }
}

export const minIsr: Gate = {
  name: "min-isr",
  says: "without the node every partition still has min.insync.replicas in sync",
  scope: "node",
  progress: true,
  ask: overHealth(({ partitions }, input) => {
    if (!hasRole(input, "broker")) return open;
    const node = nodeOf(input).id;
    const blocked: { partition: Partition; room: number; within: boolean }[] = [];
    // The rule of Strimzi's KafkaAvailability.
    forEachRoom(input, node, (place, room) => {
      const partition = room > 0 ? undefined : partitions[place];
      if (partition === undefined || (neverSpares(partition) && isAccepted(partition, input.accepted))) return;
      const within = partition.isr.includes(node);
      if (room < 0 || within) blocked.push({ partition, room, within });
    });
    blocked.sort((a, b) => a.room - b.room);
    const hopeless = blocked.filter((one) => neverSpares(one.partition));
    const first = hopeless[0] ?? blocked[0];
    if (first === undefined) return open;
    const { partition, room, within } = first;
    const inSync = room + partition.minIsr;
    const name = partitionName(partition);
    const why = neverSpares(partition)
      ? `has ${counted(partition.replicas.length, "replica")} and min.insync.replicas ${partition.minIsr}: it can never spare one; --accept ${name}=REASON accepts that it loses writes meanwhile`
      : `${inSync} in sync, needed ${partition.minIsr + Number(within)} (min.insync.replicas ${partition.minIsr}${within ? " without this node" : ""})`;
    return shut(
      `${name} ${why}${blocked.length > 1 ? `; and ${counted(blocked.length - 1, "partition")} more` : ""}`,
      blocked.length,
      hopeless.length > 0,
    );
  }),
};
