import { counted } from "../facts/counted";
import { underReplicated } from "../facts/under-replicated";
import { type Gate, open, shut } from "./gate";
import { overHealth } from "./kafka-answers";

export const nothingNewlyUnderReplicated: Gate = {
  name: "nothing-newly-under-replicated",
  says: "no partition of the whole cluster is under-replicated that was not before",
  scope: "cluster",
  always: "until",
  progress: true,
  ask: overHealth((health, { baseline }) => {
    const before = new Set(baseline?.underReplicated ?? []);
    const fresh = underReplicated(health).filter((name) => !before.has(name));
    return fresh.length === 0
      ? open
      : shut(`${counted(fresh.length, "partition")} newly under-replicated, first ${fresh[0]}; needed 0`, fresh.length);
  }),
};
