import type { KafkaHealth } from "./kafka-health";
import { partitionName } from "./partition-name";

/** Names of the partitions that have a replica out of sync. */
export const underReplicated = (health: KafkaHealth): string[] =>
  health.partitions.filter((p) => p.isr.length < p.replicas.length).map(partitionName);
