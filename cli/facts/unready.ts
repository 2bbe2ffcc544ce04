import type { Cluster, Node } from "../../spec/cluster";
import { isCaughtUp } from "./caught-up";
import { isReachable } from "./node-report";
import type { Observed } from "./observed";
import { isUnfenced } from "./unfenced";

/** Why a node does not serve now, or undefined when it does (as far as can be seen). */
export function whyUnready(cluster: Cluster, observed: Observed, node: Node): string | undefined {
  const report = observed.nodes[node.id];
  if (report === undefined || !isReachable(report)) return `unreachable: ${report?.unreachable ?? "not asked"}`;
  if (report.service.state !== "active") return `service is ${report.service.state}`;
  if (!isReachable(observed.kafka)) return undefined;
  const { quorum } = observed.kafka;
  const roles = cluster.pools[node.pool]?.roles ?? [];
  if (roles.includes("broker") && !isUnfenced(observed.kafka, node.id)) return "broker is fenced";
  if (roles.includes("controller")) {
    const voter = quorum.voters.find((v) => v.id === node.id);
    if (voter === undefined) return "not a voter";
    if (!isCaughtUp(quorum, voter)) return "voter is behind";
  }
  return undefined;
}
