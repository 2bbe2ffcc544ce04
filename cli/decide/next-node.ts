import type { Cluster, Node } from "../../spec/cluster";
import { isReachable } from "../facts/node-report";
import type { Observed } from "../facts/observed";
import { whyUnready } from "../facts/unready";
import type { Journal } from "./journal";

import type { Group, Playbook } from "./playbook";
import { needs } from "./work";

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
    .filter((node) => node.id in journal.targets && isNeedy(cluster, observed, journal, node))
    .map((node) => ({ node, rank: rank(node) }))
    .sort((a, b) => a.rank - b.rank || a.node.id - b.node.id)
    .map(({ node }) => node);
}

interface Asked {
  readonly record: unknown;
  readonly label: unknown;
  readonly machine: unknown;
  readonly overrides: unknown;
  readonly targets: unknown;
  readonly needy: boolean;
}

const asked = new WeakMap<object, Asked>();

/** Whether a node needs anything; remembered for as long as nothing that is known of it has changed. */
function isNeedy(cluster: Cluster, observed: Observed, journal: Journal, node: Node): boolean {
  const report = observed.nodes[node.id];
  const replaced = journal.replace?.[node.id] !== undefined;
  if (report === undefined || replaced) return needs(cluster, observed, journal, node).length > 0;
  const facts = {
    record: cluster.recorded.nodes[node.id],
    label: observed.labels[node.id],
    machine: observed.machines[node.id],
    overrides: observed.overrides[node.id],
    targets: journal.targets,
  };
  const before = asked.get(report);
  const keys = ["record", "label", "machine", "overrides", "targets"] as const;
  if (before !== undefined && keys.every((key) => before[key] === facts[key])) return before.needy;
  const needy = needs(cluster, observed, journal, node).length > 0;
  asked.set(report, { ...facts, needy });
  return needy;
}
