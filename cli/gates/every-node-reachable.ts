import { isReachable } from "../facts/node-report";
import { type Gate, open, shut } from "./gate";

export const everyNodeReachable: Gate = {
  name: "every-node-reachable",
  says: "every node answers over SSH",
  scope: "cluster",
  always: "before",
  ask({ observed, givenUp = [] }) {
    const silent = Object.entries(observed.nodes).flatMap(([id, report]) =>
      isReachable(report) || givenUp.includes(Number(id)) ? [] : [`${id}: ${report.unreachable}`],
    );
    return silent.length === 0 ? open : shut(`no answer from node ${silent.join("; node ")}`, silent.length);
  },
};
