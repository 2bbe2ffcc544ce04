import type { Target, Targets } from "../facts/target";
import type { Baseline } from "../gates/gate";

/** What a roll waits for, and how near it has come. */
export interface Waiting {
  /** Name of the gate that is shut. */
  readonly gate: string;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** The least that stood in the way so far; progress is a new low. */
  readonly best: number;
  readonly bestAt: number;
}

/** The node that a roll has in hand. */
export interface InHand {
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly began: number;
  readonly why: string;
  /** What its record said when it was taken. */
  readonly from: Target;
  /** Index of the next step of the playbook. */
  readonly step: number;
  /** How often that step was begun and no answer came. */
  readonly tries: number;
  readonly baseline: Baseline;
  /** Reads of the whole cluster in a row that found every gate open. */
  readonly good: number;
  readonly waiting?: Waiting;
  /** Milliseconds that each step took. */
  readonly took: Readonly<Record<string, number>>;
  /** When the last step ended. */
  readonly steppedAt?: number;
  /** When the first good read after the last step came. */
  readonly wellAt?: number;
}

/** A node that a roll is through with. */
export interface Finished {
  readonly id: number;
  readonly from: Target;
  readonly to: Target;
  readonly began: number;
  readonly ended: number;
  readonly took: Readonly<Record<string, number>>;
  /** Milliseconds from the last step's end to the first good read of the whole cluster. */
  readonly catchUp: number;
}

/** One roll, kept in the cluster's bucket: whoever runs `roll` again goes on from here. */
export interface Journal {
  readonly format: 1;
  /** Of the roll: time and a random suffix. */
  readonly id: string;
  readonly cluster: string;
  readonly playbook: string;
  readonly by: string;
  readonly began: number;
  /** Target of every node in the roll, pinned when it began. */
  readonly targets: Targets;
  /** The top of the cluster file that the targets came from; another top stops the roll. */
  readonly top: Readonly<Record<string, string>>;
  /** For a restart: the process of each node when the roll began. */
  readonly restart?: Readonly<Record<number, string>>;
  /** Gates that were overridden, with the reason given. */
  readonly overrides: Readonly<Record<string, string>>;
  readonly inHand?: InHand;
  /** While no node is in hand. */
  readonly waiting?: Waiting;
  readonly finished: readonly Finished[];
  /** Steps after the last node that are done. */
  readonly after: readonly string[];
}
