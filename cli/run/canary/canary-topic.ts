import { BadInput } from "../../../spec/mistake";
import type { MetadataAnswer } from "../../facts/kafka-answers";
import { errorName } from "../kafka/kafka-refused";
import type { KafkaSession } from "../kafka/kafka-session";
import type { KafkaSessions } from "../kafka/kafka-sessions";
import { reached } from "../kafka/reached";

type Topic = MetadataAnswer["topics"][number];

/** Milliseconds to read metadata or to connect to a broker, failing over included. */
const within = 10_000;

/** Where the partitions of a canary's topic are led. */
export class CanaryTopic {
  /** Of each partition by its number; -1 for none. */
  #leaders: ReadonlyMap<number, number>;
  #replicas: ReadonlySet<number>;
  #refreshing: Promise<void> | undefined;
  /** Brokers that are being connected to. */
  readonly #connecting = new Set<number>();

  private constructor(
    private readonly metadata: KafkaSessions,
    readonly topic: string,
    /** How many there are. Those added later are not written to. */
    readonly partitions: number,
    first: Topic,
  ) {
    this.#leaders = leadersOf(first);
    this.#replicas = replicasOf(first);
  }

  /**
   * @throws BadInput where the topic is unknown or has no partitions
   * @throws Error where no broker answers
   */
  static async read(metadata: KafkaSessions, topic: string): Promise<CanaryTopic> {
    const what = `canary: topic ${topic}`;
    const { found, error } = await reached(
      what,
      metadata.ask({ within }, async (session) => {
        const found = await ask(session, topic);
        return { found, error: errorName(session.kafka, found.errorCode) };
      }),
    );
    if (found.errorCode !== 0 || found.partitions.length === 0)
      throw new BadInput(
        `${what}; expected one that exists and has partitions; got ${found.errorCode === 0 ? "no partition" : error}`,
      );
    return new CanaryTopic(metadata, topic, found.partitions.length, found);
  }

  /** Node id of the leader, as far as is known. */
  leader(partition: number): number | undefined {
    const leader = this.#leaders.get(partition);
    return leader === undefined || leader < 0 ? undefined : leader;
  }

  /** Read anew who leads; what cannot be read stays as it was. Never throws. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#read().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  /** Connect to every broker that may come to lead, so that a new leader costs no more than the producer's wait. */
  async connect(sessions: KafkaSessions): Promise<void> {
    const away = [...this.#replicas].filter((id) => !this.#connecting.has(id));
    await Promise.all(
      away.map(async (id) => {
        this.#connecting.add(id);
        // One that cannot be reached is tried again by whoever calls next.
        await sessions.askBroker(id, { within }, () => Promise.resolve({})).catch(() => {});
        this.#connecting.delete(id);
      }),
    );
  }

  async #read(): Promise<void> {
    const question = async (session: KafkaSession): Promise<Topic> => {
      const found = await ask(session, this.topic);
      // A broker that has just started may not know it yet: another one is asked.
      if (found.errorCode !== 0) throw new Error(errorName(session.kafka, found.errorCode));
      return found;
    };
    const found = await this.metadata.ask({ within }, question).catch(() => undefined);
    if (found === undefined || !("partitions" in found)) return;
    this.#leaders = leadersOf(found);
    this.#replicas = replicasOf(found);
  }
}

async function ask(session: KafkaSession, topic: string): Promise<Topic> {
  const { topics } = await session.requests.metadata([topic]);
  const found = topics.find(({ name }) => name === topic);
  if (found === undefined) throw new Error(`kafka: topic ${topic}; expected its metadata; got none`);
  return found;
}

const leadersOf = (topic: Topic): ReadonlyMap<number, number> =>
  new Map(topic.partitions.map(({ partitionIndex, leaderId }) => [partitionIndex, leaderId]));

const replicasOf = (topic: Topic): ReadonlySet<number> =>
  new Set(topic.partitions.flatMap(({ replicaNodes }) => replicaNodes));
