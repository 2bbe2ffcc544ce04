import { isCaughtUp } from "../facts/caught-up";
import { isReachable } from "../facts/node-report";
import { type Gate, nodeOf, open, shut } from "./gate";
import { overHealth } from "./kafka-answers";

export const observerCaughtUp: Gate = {
  name: "observer-caught-up",
  says: "the controller that is to become a voter follows the leader",
  scope: "node",
  ask: overHealth(({ quorum }, input) => {
    const node = nodeOf(input).id;
    const report = input.observed.nodes[node];
    const own = report !== undefined && isReachable(report) ? report.formatted?.directory : undefined;
    // Its lost disk is remembered as an observer for a while, too.
    const observer = quorum.observers.find((o) => o.id === node && o.directory === own);
    if (observer === undefined) return shut(`controller ${node} does not follow leader ${quorum.leader} yet`);
    return isCaughtUp(quorum, observer) ? open : shut(`controller ${node} is behind leader ${quorum.leader}`);
  }),
};
