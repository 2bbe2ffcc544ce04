import { isReachable } from "./node-report";
import type { Observed } from "./observed";

/**
 * Whether a node is known not to serve: it does not answer, or no process lives. Kafka itself believes in a broker that
 * died until its session ends (`broker.session.timeout.ms`, 9 s), so its metadata alone is no ground to stop another.
 * A node that is not in the cluster file is not judged.
 */
export function isGone(observed: Observed, id: number): boolean {
  const report = observed.nodes[id];
  return report !== undefined && (!isReachable(report) || report.running === null);
}
