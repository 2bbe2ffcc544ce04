import { isReachable } from "../facts/node-report";
import { runningDifferences } from "../facts/running-differences";
import { type Gate, nodeOf, open, shut } from "./gate";

export const runsWhatItShould: Gate = {
  name: "runs-what-it-should",
  says: "the live process has the version and config that the roll brings",
  scope: "node",
  always: "until",
  ask(input) {
    const report = input.observed.nodes[nodeOf(input).id];
    if (report === undefined || !isReachable(report)) return shut(`no answer: ${report?.unreachable ?? "not asked"}`);
    if (input.target === undefined) throw new Error("runs-what-it-should was asked without a target");
    const differences = runningDifferences(report, input.target, input.observed);
    if (differences.length === 0) return open;
    const reason = differences.map((d) => `${d.what} ${d.got}, needed ${d.expected}`).join("; ");
    // Systemd has given up starting it: nothing more comes of waiting, and its last lines say why.
    return shut(reason, differences.length, report.service.state === "failed");
  },
};
