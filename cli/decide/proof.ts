import type { Cluster } from "../../spec/cluster";
import { fleetDifferences, type NodeDifference } from "../facts/fleet-differences";
import type { Observed } from "../facts/observed";

/** One side of the proof: what differs, and what its control saw. */
export interface Side<T> {
  readonly differences: readonly T[];
  /** Differences seen with an old version put into one record: 0 means that this side proves nothing. */
  readonly control: number;
}

/** Code, cloud and fleet held against one another. */
export interface Proof {
  readonly format: 1;
  readonly cluster: string;
  /** The full plan, without exceptions. */
  readonly cloud: Side<string> & { readonly resources: number };
  /** Recorded configs in the bucket that are not what lies in the code. */
  readonly configs: Side<string> & { readonly compared: number };
  /** What runs beside what is recorded. */
  readonly fleet: Side<NodeDifference> & { readonly nodes: number };
  /** 0 all is one, 2 something differs, 1 a control saw nothing. */
  readonly code: 0 | 1 | 2;
}

/** What each side of a proof comes to as an exit code. */
export function codeOf(sides: readonly Side<unknown>[]): Proof["code"] {
  if (sides.some((side) => side.control === 0)) return 1;
  return sides.every((side) => side.differences.length === 0) ? 0 : 2;
}

/** The node whose record a control falsifies, and a known version that it is not recorded at. */
export function falsehood(cluster: Cluster, versions: readonly string[]): { node: number; from: string; to: string } {
  const [node] = cluster.nodes;
  if (node === undefined) throw new Error(`${cluster.file}: no nodes`);
  const from = cluster.recorded.nodes[node.id]?.version ?? "";
  const to = versions.find((version) => version !== from);
  if (to === undefined) throw new Error(`only one version is known: ${from}; a control needs another`);
  return { node: node.id, from, to };
}

/** The fleet's side: differences, and those that appear when one record lies. */
export function fleetSide(cluster: Cluster, observed: Observed, lie: { node: number; to: string }): Proof["fleet"] {
  const differences = fleetDifferences(cluster, observed);
  const record = cluster.recorded.nodes[lie.node];
  if (record === undefined) throw new Error(`node ${lie.node} has no record`);
  const nodes = { ...cluster.recorded.nodes, [lie.node]: { ...record, version: lie.to } };
  const lied = fleetDifferences({ ...cluster, recorded: { ...cluster.recorded, nodes } }, observed);
  // Labels that cannot be read prove nothing.
  if (observed.labelsUnreadable !== undefined)
    return {
      differences: [
        { node: lie.node, what: "label", expected: "an answer", got: observed.labelsUnreadable },
        ...differences,
      ],
      control: 0,
      nodes: cluster.nodes.length,
    };
  const seen = lied.filter((d) => d.node === lie.node && d.what === "version" && d.expected === lie.to).length;
  return { differences, control: seen, nodes: cluster.nodes.length };
}
