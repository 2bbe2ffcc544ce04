import { counted } from "../facts/counted";
import { type Gate, open, shut } from "./gate";
import { overHealth } from "./kafka-answers";

export const noReassignment: Gate = {
  name: "no-reassignment",
  says: "no partition is being moved between brokers",
  scope: "cluster",
  always: "before",
  ask: overHealth(({ reassigning }) =>
    reassigning.length === 0
      ? open
      : shut(
          `${counted(reassigning.length, "partition")} under reassignment, first ${reassigning[0]}; needed 0`,
          reassigning.length,
        ),
  ),
};
