import type { Target, Targets } from "../facts/target";
import type { Baseline } from "../gates/gate";

/** What a roll waits for, and how near it has come. */
export interface Waiting {
  /** Name of the gate that is shut. */
  readonly gate: string;
  /** The node it is shut for; absent for the whole cluster. */
  readonly node?: number;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** The least that stood in the way so far; progress is a new low. */
  readonly best: number;
  readonly bestAt: number;
}

/** A wait that is over. */
export interface Waited {
  readonly gate: string;
  readonly node?: number;
  readonly reason: string;
  readonly since: number;
  readonly until: number;
}

/** One node of the batch that a roll has in hand. */
export interface Member {
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
  /** When each step that was done began, and the milliseconds that it took. */
  readonly did: readonly Did[];
}

export interface Did {
  readonly step: string;
  readonly began: number;
  readonly took: number;
}

/** The nodes that a roll has in hand. */
export interface Batch {
  /** Milliseconds since the epoch. */
  readonly began: number;
  readonly members: readonly Member[];
  readonly baseline: Baseline;
  /** Whether it counts for the ramp. */
  readonly ramp: boolean;
  /** Reads of the whole cluster in a row that found every gate open. */
  readonly good: number;
  /** When the first of them came. */
  readonly wellAt?: number;
  readonly waiting?: Waiting;
}

/** A node that a roll is through with. */
export interface Finished {
  readonly id: number;
  readonly why: string;
  readonly from: Target;
  readonly to: Target;
  readonly began: number;
  readonly ended: number;
  readonly did: readonly Did[];
  /** Milliseconds from the last step's end to the first good read of the whole cluster. */
  readonly catchUp: number;
}

/** A setting that was changed for the time of a step or a batch, written down before it was changed. */
export type Undo =
  /** Stop and termination protection of a node's instance. */
  | { readonly what: "protection"; readonly node: number }
  /** The hook that ends what the hook before the roll began. */
  | { readonly what: "hook" };

/** What a sitting came to, by its exit code. */
export const endings = { 0: "done", 1: "failed", 3: "refused", 4: "paused" } as const;

/** One sitting at a roll. */
export interface Sitting {
  readonly by: string;
  readonly began: number;
  /** Lease token. */
  readonly token: number;
  readonly ended?: number;
  /** How it ended; absent: it was broken off. */
  readonly end?: { readonly code: number; readonly reason?: string; readonly gate?: string; readonly node?: number };
}

/** Records of a canary that wrote all through a roll, acks=all. */
export interface Acks {
  readonly topic: string;
  /** Longest gap between two acks, milliseconds, in each stretch of time that begins at `at`. */
  readonly gaps: readonly (readonly [at: number, milliseconds: number])[];
  readonly longest: number;
  readonly sent: number;
  readonly failed: number;
}

/** One roll, kept in the cluster's bucket: whoever runs `roll` again goes on from here. */
export interface Journal {
  readonly format: 2;
  /** Of the roll: time and a random suffix. */
  readonly id: string;
  readonly kind: "roll" | "rollback";
  readonly cluster: string;
  readonly playbook: string;
  readonly by: string;
  readonly began: number;
  /** Target of every node in the roll, pinned when it began. */
  readonly targets: Targets;
  /** The top of the cluster file that the targets came from; another top stops the roll. */
  readonly top: Readonly<Record<string, string>>;
  /** What `--set` changed in the file's top: `key` from → to. */
  readonly set: readonly { readonly key: string; readonly from: string; readonly to: string }[];
  /** For a restart: the process of each node when the roll began. */
  readonly restart?: Readonly<Record<number, string>>;
  /** Restart for a change of config that could be made live. */
  readonly restartAll?: boolean;
  /** Nodes whose machine is given up: the instance that it was (null: none), and whether its disk is lost. */
  readonly replace?: Readonly<Record<number, { readonly instance: string | null; readonly lostDisk: boolean }>>;
  /** Gates that were overridden, with the reason given. */
  readonly overrides: Readonly<Record<string, string>>;
  /** Topics and partitions that may lose writes while their broker restarts, with the reason given. */
  readonly accepted: Readonly<Record<string, string>>;
  readonly batch?: Batch;
  /** Batches of brokers that are done: the ramp. */
  readonly batches: number;
  /** While no node is in hand. */
  readonly waiting?: Waiting;
  readonly finished: readonly Finished[];
  /** Steps after the last node that are done. */
  readonly after: readonly string[];
  /** Settings to be put back, newest last. */
  readonly undo: readonly Undo[];
  readonly waits: readonly Waited[];
  /** Where it departed from its plan. */
  readonly departures: readonly { readonly at: number; readonly text: string }[];
  /** Under-replicated partitions when their number changed: time and number. */
  readonly behind: readonly (readonly [at: number, partitions: number])[];
  readonly sittings: readonly Sitting[];
  /** What a canary felt, where one was asked for. */
  readonly acks?: Acks;
}
