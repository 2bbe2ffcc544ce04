/** Whose a configuration key is, where it is not the user's to set. */
export interface OwnedKey {
  /** The whole key, or the beginning of it when it ends with a dot. */
  readonly key: string;
  /** What to write instead. */
  readonly instead: string;
}

const none = "nothing: dataops makes it from the file";

/** Keys that dataops makes itself: identity, addresses, quorum, disks. */
export const ownedKeys: readonly OwnedKey[] = [
  { key: "advertised.listeners", instead: "listeners at the top of the file" },
  { key: "broker.id", instead: none },
  { key: "broker.id.generation.enable", instead: none },
  { key: "broker.rack", instead: "the node's zone" },
  { key: "cluster.id", instead: "recorded.cluster.id" },
  { key: "controller.listener.names", instead: none },
  { key: "controller.quorum.", instead: none },
  { key: "dataops.", instead: none },
  { key: "default.replication.factor", instead: "traffic.replicas" },
  { key: "inter.broker.listener.name", instead: none },
  { key: "inter.broker.protocol.version", instead: "nothing: feature levels are finalized, not configured" },
  { key: "listener.name.", instead: "listeners at the top of the file" },
  { key: "listener.security.protocol.map", instead: "listeners at the top of the file" },
  { key: "listeners", instead: "listeners at the top of the file" },
  { key: "log.dir", instead: none },
  { key: "log.dirs", instead: none },
  { key: "log.message.format.version", instead: "nothing: Kafka 4 refuses it" },
  { key: "log.retention.hours", instead: "traffic.keep" },
  { key: "log.retention.minutes", instead: "traffic.keep" },
  { key: "log.retention.ms", instead: "traffic.keep" },
  { key: "metadata.log.dir", instead: none },
  { key: "node.id", instead: none },
  { key: "process.roles", instead: "roles of the pool" },
  { key: "security.inter.broker.protocol", instead: "listeners at the top of the file" },
  { key: "zookeeper.", instead: "nothing: the cluster runs on KRaft" },
];

/** The entry of {@link ownedKeys} that a key falls under. */
export const ownerOf = (key: string): OwnedKey | undefined =>
  ownedKeys.find((owned) => (owned.key.endsWith(".") ? key.startsWith(owned.key) : key === owned.key));

/** Beginnings of keys that only brokers read: a change of them must not restart the controllers. */
const brokersOnly = [
  "auto.create.topics.enable",
  "background.threads",
  "compression.",
  "controlled.shutdown.",
  "fetch.",
  "group.",
  "log.",
  "max.incremental.fetch.session.cache.slots",
  "message.max.bytes",
  "num.recovery.threads.per.data.dir",
  "num.replica.",
  "offset.",
  "offsets.",
  "producer.",
  "remote.",
  "replica.",
  "share.",
  "transaction.",
  "transactional.id.",
];

/** Whether a controller without a broker in it reads this key. When in doubt it does. */
export const controllersRead = (key: string): boolean => !brokersOnly.some((start) => key.startsWith(start));
