/** A log directory that its broker has given up. */
export interface OfflineLogDir {
  readonly broker: number;
  readonly path: string;
  /** Name of Kafka's error, e.g. `KAFKA_STORAGE_ERROR`. */
  readonly error: string;
}

/** Log directories that are offline, of the brokers that were asked. */
export interface OfflineLogDirs {
  readonly dirs: readonly OfflineLogDir[];
  /** Brokers that gave no answer, with the reason: nothing is known of their directories. */
  readonly unreachable: Readonly<Record<number, string>>;
}
