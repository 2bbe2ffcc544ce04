import type { Cluster, Node } from "../../spec/cluster";
import type { Observed } from "../facts/observed";
import type { Target } from "../facts/target";

/** The cluster as it was before the node in hand was touched. */
export interface Baseline {
  /** Partitions that were under-replicated already: they do not block the roll that repairs them. */
  readonly underReplicated: readonly string[];
}

/** What a gate may look at: facts only, no clock. */
export interface GateInput {
  readonly cluster: Cluster;
  readonly observed: Observed;
  /** The node it is asked for; absent for gates of the whole cluster. */
  readonly node?: Node;
  readonly target?: Target;
  readonly baseline?: Baseline;
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
