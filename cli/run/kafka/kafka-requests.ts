import type { Connection } from "@platformatic/kafka";
import type { Features } from "../../facts/features";
import type {
  ConfigAnswer,
  KafkaAnswers,
  MetadataAnswer,
  QuorumAnswer,
  ReassignmentsAnswer,
} from "../../facts/kafka-answers";
import { features, type Kafka } from "./kafka-apis";
import { body } from "./kafka-body";
import { metadata } from "./kafka-metadata";

/** Topics whose configuration is asked for in one request. */
const topicsARequest = 500;
const metadataPartition = { topicName: "__cluster_metadata", partitions: [{ partitionIndex: 0 }] };

const resource = { topic: 2, broker: 4 } as const;

/** The requests that health needs, on one open connection. */
export class KafkaRequests {
  readonly #features;
  readonly #metadata;
  #broker: Promise<ConfigAnswer> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly connection: Connection,
    /** Node id of the broker at the other end. */
    private readonly id: number,
  ) {
    this.#features = features(kafka);
    this.#metadata = metadata(kafka);
  }

  /** Everything that health is read from, in two rounds. */
  async answers(): Promise<KafkaAnswers> {
    const at = Date.now();
    const [metadata, quorum, reassignments, { finalized }, broker] = await Promise.all([
      this.metadata(),
      this.quorum(),
      this.reassignments(),
      this.features(),
      this.#own(),
    ]);
    const topics = await this.#minIsr(metadata.topics.flatMap((topic) => topic.name ?? []));
    return { via: this.id, at, metadata, quorum, topics, broker, reassignments, features: finalized };
  }

  /** Finalized features of the cluster, and what this broker supports. */
  features(): Promise<Features> {
    return body("ApiVersions", this.#features.async(this.connection));
  }

  /** The controllers' quorum. */
  quorum(): Promise<QuorumAnswer> {
    return body("DescribeQuorum", this.kafka.describeQuorumV2.api.async(this.connection, [metadataPartition]));
  }

  /** Where partitions are. Default: all topics. */
  metadata(topics: readonly string[] | null = null): Promise<MetadataAnswer> {
    return body("Metadata", this.#metadata.async(this.connection, topics && [...topics]));
  }

  /** Partitions that move to other brokers. */
  reassignments(): Promise<ReassignmentsAnswer> {
    const { api } = this.kafka.listPartitionReassignmentsV0;
    // The library's type knows no null, which is every topic.
    return body("ListPartitionReassignments", api.async(this.connection, 5000, null as never));
  }

  /** Asked once: the key is read-only, so another value means another process and another connection. */
  #own(): Promise<ConfigAnswer> {
    this.#broker ??= this.#configs([[resource.broker, String(this.id)]], "controller.quorum.fetch.timeout.ms").then(
      ([answer]) => {
        if (answer === undefined) throw new Error(`kafka: broker ${this.id} did not describe itself`);
        return answer;
      },
    );
    return this.#broker;
  }

  async #minIsr(topics: readonly string[]): Promise<ConfigAnswer[]> {
    const batches: Promise<ConfigAnswer[]>[] = [];
    for (let from = 0; from < topics.length; from += topicsARequest) {
      const batch = topics.slice(from, from + topicsARequest);
      batches.push(
        this.#configs(
          batch.map((topic) => [resource.topic, topic]),
          "min.insync.replicas",
        ),
      );
    }
    return (await Promise.all(batches)).flat();
  }

  async #configs(resources: readonly (readonly [2 | 4, string])[], key: string): Promise<ConfigAnswer[]> {
    const asked = resources.map(([resourceType, resourceName]) => ({
      resourceType,
      resourceName,
      configurationKeys: [key],
    }));
    const answer = await body(
      "DescribeConfigs",
      this.kafka.describeConfigsV4.api.async(this.connection, asked, false, false),
    );
    return answer.results;
  }
}
