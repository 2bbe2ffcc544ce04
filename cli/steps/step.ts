import type { Cluster, Node } from "../../spec/cluster";
import type { NodeReport } from "../facts/node-report";
import type { Target } from "../facts/target";
import type { Gate } from "../gates/gate";
import type { Work } from "./work";

/** A verb of the host program and its arguments. */
export interface HostCall {
  readonly at: "host";
  readonly verb: string;
  readonly args: readonly string[];
  /** Milliseconds that it may take. */
  readonly timeout: number;
}

/** Something asked of Kafka. */
export interface KafkaCall {
  readonly at: "kafka";
  readonly ask:
    | {
        readonly what: "set";
        readonly set: Readonly<Record<string, string>>;
        readonly remove: readonly string[];
      }
    | { readonly what: "remove-voter"; readonly directory: string }
    | { readonly what: "add-voter"; readonly directory: string };
  readonly timeout: number;
}

/** Something asked of the cloud, by a saved plan that moves this node alone. */
export interface CloudCall {
  readonly at: "cloud";
  readonly machine: "keep" | "resize" | "replace" | "create";
  readonly disk: "keep" | "grow" | "create";
  readonly target: Target;
  readonly timeout: number;
}

export type Call = HostCall | KafkaCall | CloudCall;

export interface StepInput {
  readonly cluster: Cluster;
  readonly node: Node;
  readonly target: Target;
  readonly work: Work;
  /** Absent while the node does not answer. */
  readonly report?: NodeReport;
  /** SHA-256 of the target version's artefact, from the lock table. */
  readonly checksum: string;
  /** Milliseconds that it may take. */
  readonly within: number;
  /** For `run`: what the playbook says. */
  readonly argv?: readonly string[];
}

/** One thing done to one node. Safety belongs to it: its gates are asked on fresh facts whatever the playbook says. */
export interface Step {
  readonly name: string;
  readonly says: string;
  /** Milliseconds that it may take, unless a playbook says otherwise. */
  readonly within: number;
  /** Asked immediately before, while the node serves: one that is down already can be taken out of nothing. */
  readonly gates: readonly Gate[];
  /** Ask them of a node that is down, too. */
  readonly alsoWhenDown?: true;
  /** Whether a node that needs this is to be done this to. */
  due(work: Work, report: NodeReport | undefined): boolean;
  /** What it comes to, in order. Each can be repeated: "already so" where there is nothing to do. */
  calls(input: StepInput): readonly Call[];
}
