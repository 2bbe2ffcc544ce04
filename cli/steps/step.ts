import type { Target } from "../facts/target";
import type { Gate } from "../gates/gate";

/** A call of the host program: its verb and arguments, and how long it may take in milliseconds. */
export interface HostCall {
  readonly verb: string;
  readonly args: readonly string[];
  readonly timeout: number;
}

export interface StepInput {
  readonly target: Target;
  /** SHA-256 of the target version's artefact, from the lock table. */
  readonly checksum: string;
  /** Milliseconds the playbook allows; absent: the step's own. */
  readonly within?: number;
}

/** One thing done to one node. Safety belongs to it: its gates are asked on fresh facts whatever the playbook says. */
export interface Step {
  readonly name: string;
  readonly says: string;
  readonly gates: readonly Gate[];
  call(input: StepInput): HostCall;
}
