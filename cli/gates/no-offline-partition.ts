import { counted } from "../facts/counted";
import { partitionName } from "../facts/partition-name";
import { type Gate, open, shut } from "./gate";
import { overHealth } from "./kafka-answers";

export const noOfflinePartition: Gate = {
  name: "no-offline-partition",
  says: "every partition has a leader",
  ask: overHealth(({ partitions }) => {
    const offline = partitions.filter((p) => p.leader < 0);
    const first = offline[0];
    return first === undefined
      ? open
      : shut(
          `${counted(offline.length, "partition")} without a leader, first ${partitionName(first)}; needed 0`,
          offline.length,
        );
  }),
};
