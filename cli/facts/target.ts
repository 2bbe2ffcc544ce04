import type { Cluster } from "../../spec/cluster";
import type { NodeReport } from "./node-report";

/** What a roll brings a node to. */
export interface Target {
  readonly version: string;
  /** Config word. */
  readonly config: string;
}

/** By node id. */
export type Targets = Readonly<Record<number, Target>>;

/** One way in which a node is not what it should be. */
export interface Difference {
  readonly what: "version" | "config" | "file" | "service" | "label" | "record";
  readonly expected: string;
  readonly got: string;
}

/** What runs on a node beside what should: empty when they are the same. */
export function runningDifferences(report: NodeReport, target: Target): Difference[] {
  const { running, written } = report;
  if (running === null) return [{ what: "service", expected: "active", got: report.service.state }];
  const found: Difference[] = [];
  if (running.version !== target.version)
    found.push({ what: "version", expected: target.version, got: running.version });
  if (running.config !== target.config) found.push({ what: "config", expected: target.config, got: running.config });
  if (found.length === 0 && written !== null && written.config === target.config) {
    if (running.sha256 !== written.expected)
      found.push({ what: "file", expected: "started from the recorded config", got: "started from an edited file" });
    else if (written.sha256 !== written.expected)
      found.push({ what: "file", expected: "the recorded config", got: "edited since the process started" });
  }
  return found;
}

/** What the record of a node says it is. */
export function recordedTarget(cluster: Cluster, node: number): Target {
  const record = cluster.recorded.nodes[node];
  if (record === undefined) throw new Error(`${cluster.file}: node ${node} has no record`);
  return { version: record.version, config: record.config };
}
