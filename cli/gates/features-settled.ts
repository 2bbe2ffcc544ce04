import { metadataVersionName } from "../../spec/releases";
import { type Gate, open, shut } from "./gate";
import { overHealth } from "./kafka-answers";

export const featuresSettled: Gate = {
  name: "features-settled",
  says: "the finalized metadata.version is the recorded one",
  scope: "cluster",
  always: "before",
  ask: overHealth(({ features }, { cluster }) => {
    const recorded = cluster.recorded.cluster.metadataVersion;
    const level = features["metadata.version"];
    if (level === undefined) return open;
    const live = metadataVersionName(level);
    return live === recorded
      ? open
      : shut(
          `metadata.version is ${live}, recorded ${recorded}: finalizing was begun; dataops finalize ${cluster.name} ends it`,
          1,
          true,
        );
  }),
};
