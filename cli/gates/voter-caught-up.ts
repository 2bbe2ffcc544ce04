import { isCaughtUp } from "../facts/caught-up";
import { counted } from "../facts/counted";
import { type Gate, hasRole, nodeOf, open, shut } from "./gate";
import { overHealth } from "./kafka-answers";

export const voterCaughtUp: Gate = {
  name: "voter-caught-up",
  says: "the controller is a voter again and follows the leader",
  scope: "node",
  always: "until",
  ask: overHealth(({ quorum }, input) => {
    if (!hasRole(input, "controller")) return open;
    const node = nodeOf(input).id;
    const voter = quorum.voters.find((v) => v.id === node);
    if (voter === undefined) return shut(`not among the voters ${quorum.voters.map((v) => v.id).join(", ")}`);
    if (isCaughtUp(quorum, voter)) return open;
    const leader = quorum.voters.find((v) => v.id === quorum.leader);
    const behind = Math.max(1, (leader?.logEndOffset ?? 0) - voter.logEndOffset);
    return shut(`${counted(behind, "metadata record")} behind leader ${quorum.leader}`, behind);
  }),
};
