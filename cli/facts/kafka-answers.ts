/** What brokers answered, as far as health is read from it. Offsets and times of the quorum are 64-bit. */
export interface KafkaAnswers {
  /** Node id of the broker that answered. */
  readonly via: number;
  /** Milliseconds since the epoch when it was asked. */
  readonly at: number;
  readonly metadata: MetadataAnswer;
  readonly quorum: QuorumAnswer;
  /** `min.insync.replicas` of every topic of the metadata. */
  readonly topics: readonly ConfigAnswer[];
  /** `controller.quorum.fetch.timeout.ms` of the broker that answered. */
  readonly broker: ConfigAnswer;
  readonly reassignments: ReassignmentsAnswer;
  /** Finalized feature levels by name. */
  readonly features: Readonly<Record<string, number>>;
}

/** Metadata v12. */
export interface MetadataAnswer {
  readonly clusterId?: string | null;
  readonly brokers: readonly { readonly nodeId: number }[];
  readonly topics: readonly {
    readonly errorCode: number;
    readonly name?: string | null;
    readonly partitions: readonly {
      readonly errorCode: number;
      readonly partitionIndex: number;
      readonly leaderId: number;
      readonly replicaNodes: readonly number[];
      readonly isrNodes: readonly number[];
    }[];
  }[];
}

/** DescribeQuorum v2. */
export interface QuorumAnswer {
  readonly errorCode: number;
  readonly topics: readonly {
    readonly partitions: readonly {
      readonly errorCode: number;
      readonly leaderId: number;
      readonly leaderEpoch: number;
      readonly currentVoters: readonly ReplicaAnswer[];
      readonly observers: readonly ReplicaAnswer[];
    }[];
  }[];
}

/** A voter or an observer. */
export interface ReplicaAnswer {
  readonly replicaId: number;
  /** Id of its metadata directory, as a UUID in hex with dashes. */
  readonly replicaDirectoryId: string;
  readonly logEndOffset: bigint;
  /** Milliseconds since the epoch by the leader's clock; -1 when unknown. */
  readonly lastCaughtUpTimestamp: bigint;
}

/** One resource of DescribeConfigs v4. */
export interface ConfigAnswer {
  readonly errorCode: number;
  readonly resourceName: string;
  readonly configs: readonly { readonly name: string; readonly value?: string | null }[];
}

/** ListPartitionReassignments v0. */
export interface ReassignmentsAnswer {
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: readonly { readonly partitionIndex: number }[];
  }[];
}
