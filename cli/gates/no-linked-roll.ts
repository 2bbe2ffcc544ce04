import { type Gate, open, shut } from "./gate";

export const noLinkedRoll: Gate = {
  name: "no-linked-roll",
  says: "nobody changes a cluster that this one is linked with",
  scope: "cluster",
  always: "before",
  ask({ observed: { linked } }) {
    const busy = Object.entries(linked).flatMap(([name, who]) => (who === null ? [] : [`${name}: ${who}`]));
    return busy.length === 0 ? open : shut(busy.join("; "), busy.length);
  },
};
