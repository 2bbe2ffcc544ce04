import type { Cluster, Node } from "../../spec/cluster";
import { isReachable } from "../facts/node-report";
import type { Observed } from "../facts/observed";
import { whyUnready } from "../facts/unready";
import type { Journal } from "./journal";
import { needs } from "./need";
import type { Group, Playbook } from "./playbook";

/** The group that a node is in now: asked again at each step, since the active controller moves. */
export function groupOf(cluster: Cluster, observed: Observed, node: Node): Group {
  if (whyUnready(cluster, observed, node) !== undefined) return "unready";
  if (!(cluster.pools[node.pool]?.roles.includes("controller") ?? false)) return "brokers";
  const leads = isReachable(observed.kafka) && observed.kafka.quorum.leader === node.id;
  return leads ? "active-controller" : "controllers";
}

/** Nodes of the roll that still need something, in the playbook's order, then by id. */
export function waitingNodes(cluster: Cluster, observed: Observed, playbook: Playbook, journal: Journal): Node[] {
  const rank = (node: Node): number => {
    const at = playbook.order.indexOf(groupOf(cluster, observed, node));
    return at < 0 ? playbook.order.length : at;
  };
  return cluster.nodes
    .filter((node) => node.id in journal.targets && needs(cluster, observed, journal, node).length > 0)
    .map((node) => ({ node, rank: rank(node) }))
    .sort((a, b) => a.rank - b.rank || a.node.id - b.node.id)
    .map(({ node }) => node);
}
