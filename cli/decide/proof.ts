import type { Cluster } from "../../spec/cluster";
import type { Edit } from "../../spec/edit-text";
import { metadataVersionLevel, releaseOf } from "../../spec/releases";
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

/** A record that a control falsifies. */
export interface Lie {
  readonly node: number;
  /** A known version that the node is not recorded at. */
  readonly to: string;
  /** What makes a cluster file lie so, and is still one that can be read. */
  readonly edits: readonly Edit[];
}

/**
 * The record that a control falsifies.
 *
 * @param versions all that are known
 * @throws Error where there is no other version to lie with
 */
export function falsehood({ file, nodes, recorded }: Cluster, versions: readonly string[]): Lie {
  const [node] = nodes;
  if (node === undefined) throw new Error(`${file}: no nodes`);
  const from = recorded.nodes[node.id]?.version ?? "";
  const to = versions.find((version) => version !== from);
  if (to === undefined) throw new Error(`only one version is known: ${from}; a control needs another`);
  const finalized = { from: recorded.cluster.metadataVersion, to: releaseOf(to).metadataVersion };
  // No file may say that a node is older than what is final, so that lies along.
  const older = (metadataVersionLevel(finalized.to) ?? 0) < (metadataVersionLevel(finalized.from) ?? 0);
  return {
    node: node.id,
    to,
    edits: [
      { path: ["recorded", String(node.id), "version"], from, to },
      ...(older ? [{ path: ["recorded", "cluster", "metadata.version"], ...finalized }] : []),
    ],
  };
}

/** The fleet's side: differences, and those that appear when one record lies. */
export function fleetSide(cluster: Cluster, observed: Observed, lie: Pick<Lie, "node" | "to">): Proof["fleet"] {
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
