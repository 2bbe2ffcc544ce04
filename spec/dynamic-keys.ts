import type { Role } from "./cluster";

/** One key in which two recorded configs differ. */
export interface ChangedKey {
  readonly key: string;
  /** Absent: the key was not there before. */
  readonly from?: string;
  /** Absent: the key is not there any more. */
  readonly to?: string;
}

/**
 * Keys of which a running broker takes another value, in every known release (update mode `per-broker` or
 * `cluster-wide` of Kafka's documentation; `DynamicBrokerConfig.AllDynamicConfigs`).
 *
 * Not here: listeners and all of `sasl.` and `ssl.`, `principal.builder.class` and `metric.reporters`, which need more
 * than a value; `min.insync.replicas` and `unclean.leader.election.enable`, which the controllers go by as well (and
 * Kafka 4.1 refuses the former on a single broker).
 */
export const dynamicKeys: ReadonlySet<string> = new Set([
  "background.threads",
  "compression.gzip.level",
  "compression.lz4.level",
  "compression.type",
  "compression.zstd.level",
  "log.cleaner.backoff.ms",
  "log.cleaner.dedupe.buffer.size",
  "log.cleaner.delete.retention.ms",
  "log.cleaner.io.buffer.load.factor",
  "log.cleaner.io.buffer.size",
  "log.cleaner.io.max.bytes.per.second",
  "log.cleaner.max.compaction.lag.ms",
  "log.cleaner.min.cleanable.ratio",
  "log.cleaner.min.compaction.lag.ms",
  "log.cleaner.threads",
  "log.cleanup.policy",
  "log.flush.interval.messages",
  "log.flush.interval.ms",
  "log.index.interval.bytes",
  "log.index.size.max.bytes",
  "log.local.retention.bytes",
  "log.local.retention.ms",
  "log.message.timestamp.after.max.ms",
  "log.message.timestamp.before.max.ms",
  "log.message.timestamp.type",
  "log.preallocate",
  "log.retention.bytes",
  "log.retention.ms",
  "log.roll.jitter.ms",
  "log.roll.ms",
  "log.segment.bytes",
  "log.segment.delete.delay.ms",
  "max.connection.creation.rate",
  "max.connections",
  "max.connections.per.ip",
  "max.connections.per.ip.overrides",
  "message.max.bytes",
  "num.io.threads",
  "num.network.threads",
  "num.recovery.threads.per.data.dir",
  "num.replica.fetchers",
  "producer.id.expiration.ms",
  "remote.fetch.max.wait.ms",
  "remote.log.index.file.cache.total.size.bytes",
  "remote.log.manager.copy.max.bytes.per.second",
  "remote.log.manager.fetch.max.bytes.per.second",
  "transaction.partition.verification.enable",
]);

/** Whether a running broker takes another value of this key, in every known release. */
export const isDynamicKey = (key: string): boolean => dynamicKeys.has(key);

/** A pool of threads grows and shrinks by a factor of two at most (`DynamicThreadPool.validateReconfiguration`). */
const withinReach = ({ key, from, to }: ChangedKey): boolean => {
  if (!/(^|\.)threads(\.|$)|^num\.replica\.fetchers$/.test(key)) return true;
  const [before, after] = [Number(from ?? Number.NaN), Number(to)];
  return after <= before * 2 && after >= Math.floor(before / 2);
};

/**
 * Whether a running node can take these changes without a restart: it is a broker and no controller, and every changed
 * key is dynamic and has a value that the process can go to. A key that is not there any more needs the restart: the
 * process keeps the value that it started with.
 *
 * Kafka's own check of the values comes on top of it (`KafkaAdmin.alterBroker` validates first).
 */
export const isDynamicChange = (changes: readonly ChangedKey[], roles: readonly Role[]): boolean =>
  roles.length === 1 &&
  roles[0] === "broker" &&
  changes.every(
    // The host program fills `${node.…}` in.
    (change) => change.to !== undefined && !change.to.includes("${") && isDynamicKey(change.key) && withinReach(change),
  );

/** Values by key, of a text as `renderConfig` writes it. */
const settings = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split("\n")
      .filter((line) => line.includes("=") && !line.startsWith("#"))
      .map((line) => [line.slice(0, line.indexOf("=")), unescape(line.slice(line.indexOf("=") + 1))]),
  );

/** A value as Java reads it. */
const unescape = (value: string): string => value.replace(/\\(.)/g, "$1");

/** Keys in which two recorded config texts differ, sorted by key; values as the broker reads them. */
export const changedKeys = (before: string, after: string): readonly ChangedKey[] => {
  const [old, now] = [settings(before), settings(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => old.get(key) !== now.get(key))
    .sort()
    .map((key) => {
      const [from, to] = [old.get(key), now.get(key)];
      return { key, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    });
};
