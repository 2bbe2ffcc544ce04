import type { KafkaHealth } from "./kafka-health";
import type { NodeReport, Unreachable } from "./node-report";

/** All that a decision may look at, read at one moment. */
export interface Observed {
  /** By node id, one entry for every node of the cluster file. */
  readonly nodes: Readonly<Record<number, NodeReport | Unreachable>>;
  readonly kafka: KafkaHealth | Unreachable;
  /** Labels (tags) on each node's instance; null where there is no running instance. */
  readonly labels: Readonly<Record<number, { readonly version: string; readonly config: string } | null>>;
  /** Why the labels could not be read; they are then null for every node. */
  readonly labelsUnreadable?: string;
}
