import type { Partition } from "./kafka-health";

/** `orders-17`, as Kafka's own tools and logs spell it. */
export const partitionName = (p: Pick<Partition, "topic" | "partition">): string => `${p.topic}-${p.partition}`;
