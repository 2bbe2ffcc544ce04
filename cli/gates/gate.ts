import type { Cluster, Node } from "../../spec/cluster";
import type { Observed } from "../facts/observed";
import type { Target } from "../facts/target";

/** The cluster as it was before the nodes in hand were touched. */
export interface Baseline {
  /** Partitions that were under-replicated already: they do not block the roll that repairs them. */
  readonly underReplicated: readonly string[];
}

/** What a gate may look at. Time is a value. */
export interface GateInput {
  readonly cluster: Cluster;
  readonly observed: Observed;
  /** Milliseconds since the epoch; absent: nobody asks how old a fact is. */
  readonly now?: number;
  /** The node it is asked for; absent for gates of the whole cluster. */
  readonly node?: Node;
  /** Other nodes that are stopped at the same moment. */
  readonly also?: readonly number[];
  readonly target?: Target;
  readonly baseline?: Baseline;
  /** Topics and partitions of which somebody has accepted that they lose writes. */
  readonly accepted?: Readonly<Record<string, string>>;
  /** Nodes whose machine is given up: nobody expects them to answer. */
  readonly givenUp?: readonly number[];
}

/** Ok, or what stands in the way and how many things do. */
export type Verdict =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** With the partition or node, the number found and the number needed. */
      readonly reason: string;
      /** How many things stand in the way: progress is a new low. */
      readonly left: number;
      /** True when waiting cannot help. */
      readonly never?: boolean;
    };

/** A named true statement over facts. */
export interface Gate {
  readonly name: string;
  /** One sentence: what holds when it is open. */
  readonly says: string;
  /** Asked of the whole cluster, or for one node. */
  readonly scope: "cluster" | "node";
  /** Asked whatever a playbook says: `before` a node is taken, `until` a batch is through. */
  readonly always?: "before" | "until";
  /** What stands in the way is work that goes on by itself: each new low extends the wait. */
  readonly progress?: true;
  ask(input: GateInput): Verdict;
}

export const open: Verdict = { ok: true };

export const shut = (reason: string, left = 1, never = false): Verdict => ({ ok: false, reason, left, never });

/** The node a gate of a node is asked for; a gate of the cluster never calls this. */
export function nodeOf(input: GateInput): Node {
  if (input.node === undefined) throw new Error("a gate of a node was asked without a node");
  return input.node;
}

/** Whether the node has the role by its pool. */
export const hasRole = (input: GateInput, role: "controller" | "broker"): boolean =>
  input.cluster.pools[nodeOf(input).pool]?.roles.includes(role) ?? false;
