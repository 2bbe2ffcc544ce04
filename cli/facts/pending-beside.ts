import { besideNewConfigs } from "./beside-new-configs";
import { describeChange } from "./describe-change";
import { besideNode } from "./node-plan";
import type { PlannedChange } from "./plan-changes";

/** The labels that a roll itself writes, and looks at by itself. */
const isLabel = (path: string): boolean => /^tags(_all)?\.dataops-(version|config)$/.test(path);

const isRelabel = ({ type, actions, paths }: PlannedChange): boolean =>
  type === "aws_instance" && actions.join() === "update" && paths.every(isLabel);

/**
 * What Terraform would change beside what a roll is at itself: new configs, labels, and all of the nodes in hand.
 *
 * @param cluster name of the cluster
 * @param nodes whose machines and disks are the roll's own business
 */
export const pendingBeside = (changes: readonly PlannedChange[], cluster: string, nodes: readonly number[]): string[] =>
  nodes
    .reduce((left, node) => besideNode(left, cluster, node), besideNewConfigs(changes, cluster))
    .filter((change) => !isRelabel(change))
    .map(describeChange);
