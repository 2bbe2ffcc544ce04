import type { KafkaHealth } from "./kafka-health";
import { indexOf } from "./partition-index";
import { partitionName } from "./partition-name";

/** Names of the partitions that have a replica out of sync, in the order of the health. */
export const underReplicated = ({ partitions }: KafkaHealth): string[] =>
  [...indexOf(partitions).behind]
    .sort((a, b) => a - b)
    .flatMap((i) => {
      const partition = partitions[i];
      return partition === undefined ? [] : [partitionName(partition)];
    });

/** How many there are. */
export const countUnderReplicated = ({ partitions }: KafkaHealth): number => indexOf(partitions).behind.size;
