import type { Difference, machineKeys, Target } from "../facts/target";

/** What is to be done to a node before it is what the roll brings. Each step says of which of these it is due. */
export interface Work {
  /** In what its process is not the target's. */
  readonly process: readonly Difference[];
  /** Its process has to be stopped and started. */
  readonly restart: boolean;
  /** Dynamic settings that spare it the restart. */
  readonly live?: Readonly<Record<string, string>>;
  /** Dynamic settings might spare it, were those that its broker has already known: nothing is decided before. */
  readonly settingsUnseen: boolean;
  /** Dynamic settings to take away. */
  readonly stale: readonly string[];
  /** What has to happen to its machine. */
  readonly machine: "keep" | "resize" | "replace" | "create";
  /** Its disk is given up: the new machine comes with a new one. */
  readonly lostDisk: boolean;
  /** Its machine and disk as they are by now; as recorded where they are not there. */
  readonly is: Pick<Target, (typeof machineKeys)[number]>;
  /** Whether its disk has to grow, in the cloud or in its file system. */
  readonly grow: boolean;
  /** The voter that its lost disk was, to be removed from the quorum: its directory id. */
  readonly deadVoter?: string;
  /** The directory id with which it has to become a voter again. */
  readonly newVoter?: string;
}
