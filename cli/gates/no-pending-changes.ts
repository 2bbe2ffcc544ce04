import { counted } from "../facts/counted";
import { type Gate, open, shut } from "./gate";

export const noPendingChanges: Gate = {
  name: "no-pending-changes",
  says: "Terraform has nothing to change",
  scope: "cluster",
  always: "before",
  ask({ observed: { pending = [] } }) {
    const [first] = pending;
    return first === undefined
      ? open
      : shut(
          `${counted(pending.length, "change")} pending, first ${first}; apply or undo them first`,
          pending.length,
          true,
        );
  },
};
