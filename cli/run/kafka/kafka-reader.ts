import type { Cluster } from "../../../spec/cluster";
import type { KafkaAnswers } from "../../facts/kafka-answers";
import type { KafkaHealth } from "../../facts/kafka-health";
import type { Unreachable } from "../../facts/node-report";
import { readKafkaHealth, whyStale } from "../../facts/read-kafka-health";
import type { Ways } from "../ssh/first-session";
import { KafkaSessions } from "./kafka-sessions";

/**
 * Kafka's own view of the cluster, read through whichever broker answers, over a connection that is kept open.
 *
 * No JVM is started. A broker that goes away is replaced by another; one that serves stale metadata is not believed.
 */
export class KafkaReader {
  /** Its connections, for whoever else asks brokers. */
  readonly sessions: KafkaSessions;

  constructor(cluster: Cluster, ways: Ways) {
    this.sessions = new KafkaSessions(cluster, ways);
  }

  /**
   * Health of the whole cluster now.
   *
   * @param within milliseconds in all, failing over included; default 10,000
   */
  async read({ within = 10_000 } = {}): Promise<KafkaHealth | Unreachable> {
    return this.#believed(within, (_, health) => health);
  }

  /** What health is read from. */
  answers(within = 10_000): Promise<KafkaAnswers | Unreachable> {
    return this.#believed(within, (answers) => answers);
  }

  close(): void {
    this.sessions.close();
  }

  #believed<T>(within: number, take: (answers: KafkaAnswers, health: KafkaHealth) => T): Promise<T | Unreachable> {
    return this.sessions.ask({ within }, async (session) => {
      const answers = await session.requests.answers();
      const stale = whyStale(answers);
      if (stale !== undefined) throw new Error(`not believed: ${stale}`);
      // Judged here so that an incomplete answer makes the reader ask another broker.
      return take(answers, readKafkaHealth(answers));
    });
  }
}
