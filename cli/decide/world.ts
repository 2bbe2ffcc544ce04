import type { Cluster } from "../../spec/cluster";
import type { Observed } from "../facts/observed";
import type { Journal } from "./journal";
import type { Playbook } from "./playbook";

/** How far this sitting may go. */
export interface Limits {
  /** Brokers at a time, at most. */
  readonly maxParallel: number;
  /** Nodes after which it pauses. */
  readonly pauseAfter?: number;
  /** Nodes that were finished when it began. */
  readonly startedWith: number;
  /** Milliseconds since the epoch from which no further node is taken. */
  readonly deadline?: number;
  /** Milliseconds for which all gates must hold after a batch. */
  readonly bake?: number;
}

/** All that a decision is made from. Time is a value. */
export interface World {
  readonly cluster: Cluster;
  readonly observed: Observed;
  readonly playbook: Playbook;
  readonly journal: Journal;
  readonly limits: Limits;
  /** What the top of the cluster file asks for now; a roll is pinned to what it asked for when the roll began. */
  readonly top: Readonly<Record<string, string>>;
  /** SHA-256 of each version's artefact. */
  readonly checksums: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}
