import { counted } from "../facts/counted";
import { indexOf } from "../facts/partition-index";
import { partitionName } from "../facts/partition-name";
import { type Gate, open, shut } from "./gate";
import { overHealth } from "./kafka-answers";
import { isAccepted, neverSpares } from "./min-isr";

export const noOfflinePartition: Gate = {
  name: "no-offline-partition",
  says: "every partition has a leader",
  scope: "cluster",
  always: "before",
  ask: overHealth(({ partitions }, { accepted }) => {
    const offline = [...indexOf(partitions).offline]
      .flatMap((i) => partitions[i] ?? [])
      .filter((p) => !(neverSpares(p) && isAccepted(p, accepted)));
    const first = offline[0];
    return first === undefined
      ? open
      : shut(
          `${counted(offline.length, "partition")} without a leader, first ${partitionName(first)}; needed 0`,
          offline.length,
        );
  }),
};
