import type { Cluster } from "../../spec/cluster";
import { isReachable } from "./node-report";
import type { Observed } from "./observed";
import { defaultDifferences } from "./override-differences";
import { runningDifferences } from "./running-differences";
import { type Difference, recordedTarget } from "./target";

/** One way in which a node is not what its record says. */
export interface NodeDifference extends Omit<Difference, "what"> {
  readonly node: number;
  readonly what: Difference["what"] | "reachable" | "identity";
}

/** Where the fleet differs from its record: what runs, the label, and whose disk it is. Empty: they are one. */
export function fleetDifferences(cluster: Cluster, observed: Observed): NodeDifference[] {
  return cluster.nodes.flatMap(({ id, pool }): NodeDifference[] => {
    const report = observed.nodes[id];
    const record = recordedTarget(cluster, id);
    if (report === undefined || !isReachable(report))
      return [{ node: id, what: "reachable", expected: "an answer", got: report?.unreachable ?? "not asked" }];
    const broker = cluster.pools[pool]?.roles.includes("broker") === true;
    const running = [
      ...runningDifferences(report, record, observed),
      ...(broker ? defaultDifferences(id, record, observed) : []),
    ].map((d): NodeDifference => ({ node: id, ...d }));
    const label = observed.labels[id] ?? { version: "no label", config: "no label" };
    const labelled = (["version", "config"] as const)
      .filter((key) => observed.labelsUnreadable === undefined && label[key] !== record[key])
      .map((key): NodeDifference => ({ node: id, what: "label", expected: record[key], got: label[key] }));
    const formatted = `node ${report.formatted?.node ?? "none"} of cluster ${report.formatted?.cluster ?? "none"}`;
    const expected = `node ${id} of cluster ${cluster.recorded.cluster.id}`;
    const identity: NodeDifference[] =
      formatted === expected ? [] : [{ node: id, what: "identity", expected, got: formatted }];
    return [...running, ...labelled, ...identity];
  });
}
