import type { Cluster } from "./cluster";

/** A line of configuration that dataops sets unless the cluster file says otherwise, and why. */
export interface ConfigDefault {
  readonly key: string;
  readonly value: (of: Pick<Cluster, "traffic">) => string | number | boolean;
  readonly why: string;
  /** Read by controllers too. */
  readonly controllers?: true;
}

/** Kafka's own defaults that lose data, surprise, or hold up a roll. Valid from 3.9 to 4.1. */
export const configDefaults: readonly ConfigDefault[] = [
  {
    key: "auto.create.topics.enable",
    value: () => false,
    why: "a misspelled topic must fail at its producer, not become a topic that nobody reads",
  },
  {
    key: "controlled.shutdown.enable",
    value: () => true,
    why: "a broker that stops hands its leaders over first; a roll stands on it",
  },
  {
    key: "default.replication.factor",
    value: ({ traffic }) => traffic.replicas,
    why: "Kafka's default is 1; the controller applies it to topics made without a factor",
    controllers: true,
  },
  {
    key: "group.initial.rebalance.delay.ms",
    value: () => 3000,
    why: "the members of a restarted group join one rebalance instead of each causing its own",
  },
  {
    key: "log.cleaner.dedupe.buffer.size",
    value: () => 16 * 2 ** 20,
    why: "Kafka's 128 MiB of heap are for large compacted topics; here offsets and transactions are all that is compacted",
  },
  {
    key: "log.retention.ms",
    value: ({ traffic }) => traffic.keep,
    why: "the disks are sized for traffic.keep; Kafka's default is seven days",
  },
  {
    key: "min.insync.replicas",
    value: ({ traffic }) => traffic.replicas - 1,
    why: "an acknowledged record outlives the loss of a broker, and one broker may be away; Kafka's default is 1",
    controllers: true,
  },
  {
    key: "num.recovery.threads.per.data.dir",
    value: () => 4,
    why: "log recovery after a hard stop reads every open segment; one thread (3.9) takes minutes on a full disk",
  },
  {
    key: "offsets.topic.replication.factor",
    value: ({ traffic }) => traffic.replicas,
    why: "Kafka's fixed 3 fails on two brokers, and consumers must survive what their topics survive",
  },
  {
    key: "transaction.state.log.min.isr",
    value: ({ traffic }) => Math.max(1, traffic.replicas - 1),
    why: "Kafka's fixed 2 stops transactions while one of two brokers is away",
  },
  {
    key: "transaction.state.log.replication.factor",
    value: ({ traffic }) => traffic.replicas,
    why: "as for the offsets' topic",
  },
  {
    key: "unclean.leader.election.enable",
    value: () => false,
    why: "a leader that was not in sync loses acknowledged records",
    controllers: true,
  },
];
