import type { Connection } from "@platformatic/kafka";
import type { ConfigAnswer, KafkaAnswers, MetadataAnswer } from "../facts/kafka-answers";
import { electLeaders, finalizedFeatures, type Kafka } from "./kafka-apis";

/** One preferred election. */
export interface Elected {
  /** Partitions whose leader was moved. */
  readonly moved: number;
  /** `topic-partition: error code` of those that could not be. */
  readonly failed: readonly string[];
}

/** Topics whose configuration is asked for in one request. */
const topicsARequest = 500;
/** ELECTION_NOT_NEEDED: the preferred one leads already. */
const notNeeded = 84;

const metadataPartition = { topicName: "__cluster_metadata", partitions: [{ partitionIndex: 0 }] };

const resource = { topic: 2, broker: 4 } as const;

/** The requests that health needs, on one open connection. */
export class KafkaRequests {
  readonly #finalized;
  readonly #elect;
  #broker: Promise<ConfigAnswer> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly connection: Connection,
    /** Node id of the broker at the other end. */
    private readonly id: number,
  ) {
    this.#finalized = finalizedFeatures(kafka);
    this.#elect = electLeaders(kafka);
  }

  /** Everything that health is read from, in two rounds. */
  async answers(): Promise<KafkaAnswers> {
    const { describeQuorumV2, listPartitionReassignmentsV0, metadataV12 } = this.kafka;
    const at = Date.now();
    const [metadata, quorum, reassignments, features, broker] = await Promise.all([
      body<MetadataAnswer>("Metadata", metadataV12.api.async(this.connection, null)),
      body("DescribeQuorum", describeQuorumV2.api.async(this.connection, [metadataPartition])),
      // The library's type knows no null, which is every topic.
      body("ListPartitionReassignments", listPartitionReassignmentsV0.api.async(this.connection, 5000, null as never)),
      body("ApiVersions", this.#finalized.async(this.connection)),
      this.#own(),
    ]);
    const topics = await this.#minIsr(metadata.topics.flatMap((topic) => topic.name ?? []));
    return { via: this.id, at, metadata, quorum, topics, broker, reassignments, features };
  }

  /** Give every partition back to its preferred leader, as far as that one is in sync. */
  async electPreferredLeaders(): Promise<Elected> {
    const results = await body("ElectLeaders", this.#elect.async(this.connection));
    const partitions = results.flatMap(({ topic, partitions }) =>
      partitions.map((one) => ({ ...one, name: `${topic}-${one.id}` })),
    );
    return {
      moved: partitions.filter((one) => one.error === 0).length,
      failed: partitions
        .filter((one) => one.error !== 0 && one.error !== notNeeded)
        .map((one) => `${one.name}: ${one.error}`),
    };
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

/** An answer that carries an error somewhere inside is thrown by the library; the whole of it is on the error. */
async function body<T>(api: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const { response, message } = error as { response?: T; message: string };
    if (response === undefined) throw new Error(`${api}: ${message.toLowerCase()}`, { cause: error });
    return response;
  }
}
