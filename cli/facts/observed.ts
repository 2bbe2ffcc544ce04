import type { Overrides } from "./broker-overrides";
import type { KafkaHealth } from "./kafka-health";
import type { NodeReport, Unreachable } from "./node-report";

/** Tags that an instance carries: what it comes back as. */
export interface Label {
  readonly version: string;
  readonly config: string;
}

/** A node's instance and its disk, as the cloud has them. */
export interface Machine {
  /** Instance id. */
  readonly instance: string;
  /** EC2's state: `pending`, `running`, `stopping` or `stopped`. */
  readonly state: string;
  /** Instance type. */
  readonly type: string;
  /** AMI id. */
  readonly image: string;
  /** The data disk: bytes, bytes per second, operations per second. Null where none is attached. */
  readonly disk: { readonly size: number; readonly throughput: number; readonly iops: number } | null;
}

/** All that a decision may look at, read at one moment. */
export interface Observed {
  /** Milliseconds since the epoch when the look was begun. */
  readonly at: number;
  /** By node id, one entry for every node of the cluster file. */
  readonly nodes: Readonly<Record<number, NodeReport | Unreachable>>;
  readonly kafka: KafkaHealth | Unreachable;
  /** Labels (tags) on each node's instance; null where there is no instance. */
  readonly labels: Readonly<Record<number, Label | null>>;
  /** By node id; null where there is no instance. */
  readonly machines: Readonly<Record<number, Machine | null>>;
  /** Why labels and machines could not be read; they are then null for every node. */
  readonly labelsUnreadable?: string;
  /** Dynamic settings of single brokers, by node id; a broker that did not answer is not there. */
  readonly overrides: Readonly<Record<number, Overrides>>;
  /** Dynamic settings of the whole cluster: what counts where a broker has none of its own. */
  readonly defaults: Overrides;
  /** Log directories that are offline, as `13:/var/lib/kafka/data`. */
  readonly offlineDirs: readonly string[];
  /** Who changes a linked cluster now, by its name; null when nobody does. */
  readonly linked: Readonly<Record<string, string | null>>;
  /** What Terraform would change; absent where nobody asked. */
  readonly pending?: readonly string[];
  /** Recorded configs: the text that each word stands for. */
  readonly configs: Readonly<Record<string, string>>;
}
