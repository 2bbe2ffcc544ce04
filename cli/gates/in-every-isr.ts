import { partitionName } from "../facts/partition-name";
import { type Gate, hasRole, nodeOf, open, shut } from "./gate";
import { overHealth } from "./kafka-answers";

export const inEveryIsr: Gate = {
  name: "in-every-isr",
  says: "the broker is unfenced and in sync for every replica it holds",
  ask: overHealth(({ brokers, partitions }, input) => {
    if (!hasRole(input, "broker")) return open;
    const node = nodeOf(input).id;
    const own = partitions.filter((p) => p.replicas.includes(node));
    if (!brokers.includes(node)) return shut("the broker is not registered or still fenced", own.length + 1);
    const behind = own.filter((p) => !p.isr.includes(node));
    const first = behind[0];
    return first === undefined
      ? open
      : shut(
          `${behind.length} of ${own.length} partitions behind, first ${partitionName(first)}: ${first.isr.length} in sync of ${first.replicas.length}`,
          behind.length,
        );
  }),
};
