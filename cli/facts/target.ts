import type { Cluster } from "../../spec/cluster";

/** What a roll brings a node to, in the words of its record. */
export interface Target {
  readonly version: string;
  /** Config word. */
  readonly config: string;
  /** Name of an image of the place. */
  readonly image: string;
  /** Instance type, e.g. `m7g.large`. */
  readonly type: string;
  /** Disk as the file writes it, e.g. `2TiB at 150MiB/s`. */
  readonly disk: string;
}

/** By node id. */
export type Targets = Readonly<Record<number, Target>>;

/** Keys of a target, in the order in which they are told. */
export const targetKeys = ["version", "config", "image", "type", "disk"] as const satisfies readonly (keyof Target)[];

/** Those that its machine and its disk are. */
export const machineKeys = ["image", "type", "disk"] as const satisfies readonly (typeof targetKeys)[number][];

/** One way in which a node is not what it should be. */
export interface Difference {
  readonly what:
    | keyof Target
    /** The configuration on its disk. */
    | "file"
    | "service"
    | "label"
    | "record"
    /** A dynamic setting that shadows the configuration. */
    | "override"
    | "machine";
  readonly expected: string;
  readonly got: string;
}

/** What the record of a node says it is. */
export function recordedTarget(cluster: Cluster, node: number): Target {
  const record = cluster.recorded.nodes[node];
  if (record === undefined) throw new Error(`${cluster.file}: node ${node} has no record`);
  const { version, config, image, type, disk } = record;
  return { version, config, image, type, disk: disk.text };
}
