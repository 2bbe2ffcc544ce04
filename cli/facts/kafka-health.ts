/** One partition, as the cluster's metadata has it, and the min.insync.replicas of its topic. */
export interface Partition {
  readonly topic: string;
  readonly partition: number;
  /** Node id; -1 when offline. */
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly minIsr: number;
}

/** One replica of the controllers' log, as DescribeQuorum has it. */
export interface Voter {
  readonly id: number;
  /** Id of its metadata directory, URL-safe base64; all `A` where the voter set is static (kraft.version 0). */
  readonly directory: string;
  readonly logEndOffset: number;
  /** Milliseconds since the epoch, by the leader's clock; -1 when unknown. */
  readonly lastCaughtUp: number;
}

/** Health of the whole cluster at one moment, read through one broker. */
export interface KafkaHealth {
  /** Milliseconds since the epoch when it was read. */
  readonly at: number;
  readonly clusterId: string;
  /** Ids of the brokers that are registered and not fenced. */
  readonly brokers: readonly number[];
  readonly partitions: readonly Partition[];
  readonly quorum: {
    readonly leader: number;
    readonly epoch: number;
    readonly voters: readonly Voter[];
    /** Who follows without a vote: the brokers, and controllers that are not voters (yet). */
    readonly observers: readonly Voter[];
    /** Live `controller.quorum.fetch.timeout.ms`. */
    readonly fetchTimeout: number;
    /** Largest lastCaughtUp of all: the leader's own time. */
    readonly leaderTime: number;
  };
  /** Partitions under reassignment, as `topic-partition`. */
  readonly reassigning: readonly string[];
  /** Finalized feature levels, e.g. `{ "metadata.version": 21, "kraft.version": 1 }`. */
  readonly features: Readonly<Record<string, number>>;
}
