/** A host of the lab as it is on this machine. */
export interface ActualHost {
  readonly instance: string;
  readonly address: string;
  /** `half-made`: its making was cut short; it is of no use. */
  readonly life: "half-made" | "running" | "off";
  /** How it ended, when it is off: by its own power-off, or any other way. Absent before its first boot. */
  readonly ended?: "powered-off" | "died";
  /** An operator keeps it off, see `powerLoss`. */
  readonly held: boolean;
  /** Milliseconds since it was told to shut down; absent: it was not. */
  readonly stopping?: number;
  /** Reboots by API that it has seen. */
  readonly reboots: number;
  /** Milliseconds since its last boot; absent before the first. */
  readonly sinceBoot?: number;
  /** Ids of the volumes it can see. */
  readonly volumes: readonly string[];
}

/** What is: the lab's hosts, and the volumes that have a file. */
export interface Actual {
  readonly hosts: readonly ActualHost[];
  /** Their ids. */
  readonly volumes: readonly string[];
  /** Bytes of their files, by id. */
  readonly sizes: Readonly<Record<string, number>>;
}
