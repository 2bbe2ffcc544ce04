/** What the `report` verb of the host program answers: what runs, and beside it what is written. */
export interface NodeReport {
  readonly node: number;
  readonly cluster: string;
  /** Kernel's boot id: another one means the host was rebooted. */
  readonly boot: string;
  /** Milliseconds since the epoch by the host's clock. */
  readonly clock: number;
  /** SHA-256 of the host program that answered. */
  readonly program: string;
  readonly service: {
    /** systemd's ActiveState: `active`, `inactive`, `failed`, `activating`, `deactivating`. */
    readonly state: string;
    readonly pid: number | null;
    /** Milliseconds since the epoch at which the process started. */
    readonly since: number | null;
  };
  /** From the live process's own command line; null when none lives. */
  readonly running: {
    readonly version: string;
    readonly config: string;
    /** SHA-256 of the rendered file as it was when the process started. */
    readonly sha256: string;
  } | null;
  /** How far Kafka's own process has come. */
  readonly broker: {
    /**
     * `stopped`: no process lives. `serving`: it listens on every port of its rendered listeners. `recovering`: it does
     * not yet, and reads its logs again after an unclean stop. `starting`: it does not yet, for any other reason.
     */
    readonly state: "stopped" | "starting" | "recovering" | "serving";
    /** Logs that are still to be loaded, by Kafka's own account; never rises within a process. Null unless recovering. */
    readonly remainingLogs: number | null;
  };
  /** Newest lease token that the host has seen; an older one is refused. 0: none yet. */
  readonly lease: number;
  /** On the disk: proves nothing about what runs. Null before the first configure. */
  readonly written: {
    readonly version: string;
    readonly config: string;
    /** Of the rendered file as it lies there. */
    readonly sha256: string;
    /** Of the rendered file as the config word says it should be. */
    readonly expected: string;
  } | null;
  readonly disk: {
    readonly volume: string;
    /** UUID of its file system; null while blank. */
    readonly uuid: string | null;
    readonly mounted: boolean;
    /** Bytes that the file system can hold; 0 while not mounted. */
    readonly size: number;
    /** Bytes of it that are taken; 0 while not mounted. */
    readonly used: number;
    /** Bytes of the block device, which may have grown beyond its file system; 0 while not attached. */
    readonly device: number;
  };
  /** meta.properties of the log directory; null when never formatted. */
  readonly formatted: { readonly cluster: string; readonly node: number; readonly directory: string } | null;
  /** Artefact versions present under /opt/kafka. */
  readonly artefacts: readonly string[];
  /** Last lines of the service's log when it is not active; empty otherwise. */
  readonly tail: readonly string[];
}

/** A node that did not answer, with the reason. */
export interface Unreachable {
  readonly unreachable: string;
}

export const isReachable = <T extends object>(fact: T | Unreachable): fact is T => !("unreachable" in fact);
