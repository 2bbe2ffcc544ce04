import { body } from "../kafka/kafka-body";
import { errorName } from "../kafka/kafka-refused";
import type { KafkaSession } from "../kafka/kafka-session";
import type { KafkaSessions } from "../kafka/kafka-sessions";

/** Milliseconds for one try: a producer's `request.timeout.ms`. */
const requestTimeout = 30_000;
/** Milliseconds for a connection, where there is none yet. Shorter than a producer's: a host that is gone never says so. */
const connectTimeout = 3000;

/** A record and where it goes. */
export interface CanaryRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly value: string;
}

/**
 * Try once to write a record to a broker, acks=all. Never throws.
 *
 * @returns `acked`; `again` where it may come to be written (another leader, too few replicas, a connection lost);
 *   `refused` where it never will be, e.g. TOPIC_AUTHORIZATION_FAILED
 */
export async function produceRecord(
  sessions: KafkaSessions,
  leader: number,
  record: CanaryRecord,
): Promise<"acked" | "again" | "refused"> {
  return new Promise((resolve) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      resolve("again");
    }, connectTimeout).unref();
    const ask = (session: KafkaSession): Promise<{ outcome: "acked" | "again" | "refused" }> => {
      clearTimeout(timer);
      // The next try has begun: this record is not to be written twice.
      return late ? Promise.resolve({ outcome: "again" }) : produce(session, record);
    };
    sessions
      .askBroker(leader, { within: requestTimeout }, ask)
      .then(
        (answer) => resolve("outcome" in answer ? answer.outcome : "again"),
        () => resolve("again"),
      )
      .finally(() => clearTimeout(timer));
  });
}

async function produce(
  { kafka, connection }: KafkaSession,
  { topic, partition, key, value }: CanaryRecord,
): Promise<{ outcome: "acked" | "again" | "refused" }> {
  // A key, because a compacted topic takes no record without.
  const message = { topic, partition, key: Buffer.from(key), value: Buffer.from(value) };
  // From v10 on an answer of another leader has tagged fields, which the library does not skip rightly.
  const { api } = kafka.produceV9;
  const answer = await body("Produce", api.async(connection, kafka.ProduceAcks.ALL, requestTimeout, [message]));
  const said = typeof answer === "boolean" ? undefined : answer.responses[0]?.partitionResponses[0];
  if (said === undefined) throw new Error(`kafka: ${topic}-${partition}; expected an answer to its record; got none`);
  if (said.errorCode === 0) return { outcome: "acked" };
  const error = kafka.protocolErrors[errorName(kafka, said.errorCode)];
  return { outcome: error?.canRetry === true ? "again" : "refused" };
}
