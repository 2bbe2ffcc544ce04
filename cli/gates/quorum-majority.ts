import { isCaughtUp } from "../facts/caught-up";
import { counted } from "../facts/counted";
import { isGone } from "../facts/gone";
import { type Gate, hasRole, nodeOf, open, shut } from "./gate";
import { overHealth } from "./kafka-answers";

export const quorumMajority: Gate = {
  name: "quorum-majority",
  says: "without the node a majority of the voters is still caught up",
  scope: "node",
  ask: overHealth(({ quorum }, input) => {
    if (!hasRole(input, "controller")) return open;
    const node = nodeOf(input).id;
    const majority = Math.floor(quorum.voters.length / 2) + 1;
    const others = quorum.voters.filter((v) => v.id !== node);
    const caughtUp = others.filter((v) => !isGone(input.observed, v.id) && isCaughtUp(quorum, v));
    if (caughtUp.length >= majority) return open;
    const behind = others.filter((v) => !caughtUp.includes(v)).map((v) => v.id);
    return shut(
      `${counted(caughtUp.length, "voter")} caught up without this node, needed ${majority} of ${quorum.voters.length}` +
        (behind.length > 0 ? `; behind: ${behind.join(", ")}` : ""),
      majority - caughtUp.length,
      others.length < majority,
    );
  }),
};
