import type { Cluster, Node } from "../../spec/cluster";
import { isReachable, type NodeReport } from "../facts/node-report";
import type { Observed } from "../facts/observed";
import { type Difference, recordedTarget, runningDifferences, type Target } from "../facts/target";
import type { Journal } from "./journal";

/** Identifies one life of a node's process: it changes with every restart and every reboot. */
export const processOf = (report: NodeReport): string =>
  `${report.boot}/${report.service.pid ?? "-"}/${report.service.since ?? "-"}`;

/** In what a node's process is not yet what the roll brings: empty when only its label or record can be missing. */
export function toDo(journal: Journal, report: NodeReport, node: Node): Difference[] {
  const target = targetOf(journal, node.id);
  const found = runningDifferences(report, target);
  const was = journal.restart?.[node.id];
  if (found.length === 0 && was !== undefined && was === processOf(report))
    found.push({ what: "service", expected: "restarted", got: `pid ${report.service.pid ?? "none"} as before` });
  return found;
}

/** What a node still needs from this roll, or an empty list. */
export function needs(cluster: Cluster, observed: Observed, journal: Journal, node: Node): Difference[] {
  const report = observed.nodes[node.id];
  const found: Difference[] = [];
  if (report === undefined || !isReachable(report))
    found.push({ what: "service", expected: "an answer", got: report?.unreachable ?? "not asked" });
  else found.push(...toDo(journal, report, node));
  found.push(...unlabelled(observed, journal, node), ...unrecorded(cluster, journal, node));
  return found;
}

export function unlabelled(observed: Observed, journal: Journal, node: Node): Difference[] {
  return unequal("label", targetOf(journal, node.id), observed.labels[node.id] ?? { version: "none", config: "none" });
}

export function unrecorded(cluster: Cluster, journal: Journal, node: Node): Difference[] {
  return unequal("record", targetOf(journal, node.id), recordedTarget(cluster, node.id));
}

function unequal(what: "label" | "record", expected: Target, got: Target): Difference[] {
  const keys = ["version", "config"] as const;
  return keys.filter((k) => expected[k] !== got[k]).map((k) => ({ what, expected: expected[k], got: got[k] }));
}

export function targetOf(journal: Journal, node: number): Target {
  const target = journal.targets[node];
  if (target === undefined) throw new Error(`node ${node} is not in roll ${journal.id}`);
  return target;
}

/** `version 3.9.1 → 4.1.1`: the reasons as an operator reads them. Label and record follow what runs, so they go unsaid. */
export function reasons(differences: readonly Difference[]): string {
  const running = differences.filter((d) => d.what !== "label" && d.what !== "record");
  return (running.length > 0 ? running : differences).map((d) => `${d.what} ${d.got} → ${d.expected}`).join(", ");
}
