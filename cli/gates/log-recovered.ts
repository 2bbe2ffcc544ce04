import { counted } from "../facts/counted";
import { isReachable } from "../facts/node-report";
import { type Gate, nodeOf, open, shut } from "./gate";

/** A broker in log recovery (BrokerState 2) is never restarted: it would begin the recovery anew. */
export const logRecovered: Gate = {
  name: "log-recovered",
  says: "the node's process is through with reading its logs again",
  scope: "node",
  always: "until",
  progress: true,
  ask(input) {
    const report = input.observed.nodes[nodeOf(input).id];
    if (report === undefined || !isReachable(report)) return shut(`no answer: ${report?.unreachable ?? "not asked"}`);
    const { state, remainingLogs } = report.broker;
    if (state !== "recovering") return open;
    return remainingLogs === null
      ? shut("recovering its logs after an unclean stop")
      : shut(`recovering its logs after an unclean stop, ${counted(remainingLogs, "log")} left`, remainingLogs + 1);
  },
};
