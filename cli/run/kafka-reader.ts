import type { Cluster, Node } from "../../spec/cluster";
import type { KafkaAnswers } from "../facts/kafka-answers";
import type { KafkaHealth } from "../facts/kafka-health";
import { isReachable, type Unreachable } from "../facts/node-report";
import { readKafkaHealth, whyStale } from "../facts/read-kafka-health";
import { firstSession, type Ways } from "./first-session";
import type { Elected } from "./kafka-requests";
import type { KafkaSession } from "./kafka-session";

/**
 * Kafka's own view of the cluster, read through whichever broker answers, over a connection that is kept open.
 *
 * No JVM is started. A broker that goes away is replaced by another; one that serves stale metadata is not believed.
 */
export class KafkaReader {
  #session: KafkaSession | undefined;
  #opening: Promise<KafkaSession> | undefined;
  /** Why a broker was last given up, by node id; such a broker is tried last. */
  readonly #trouble = new Map<number, string>();
  readonly #port: number;

  constructor(
    private readonly cluster: Cluster,
    private readonly ways: Ways,
  ) {
    const listener = cluster.listeners["brokers"] ?? cluster.listeners["clients"];
    if (listener === undefined) throw new Error(`${cluster.file}: listeners; expected brokers or clients; got neither`);
    this.#port = listener.port;
  }

  /**
   * Health of the whole cluster now.
   *
   * @param within milliseconds in all, failing over included; default 10,000
   */
  async read({ within = 10_000 } = {}): Promise<KafkaHealth | Unreachable> {
    const answers = await this.answers(within);
    return isReachable(answers) ? readKafkaHealth(answers) : answers;
  }

  /** What health is read from. */
  answers(within = 10_000): Promise<KafkaAnswers | Unreachable> {
    return this.#ask(within, async (session) => {
      const answers = await session.requests.answers();
      const stale = whyStale(answers);
      if (stale !== undefined) throw new Error(`not believed: ${stale}`);
      // Judged here so that an incomplete answer makes the reader ask another broker.
      readKafkaHealth(answers);
      return answers;
    });
  }

  /** Give every partition back to its preferred leader. Read again afterwards: the first read can be stale. */
  electPreferredLeaders(within = 20_000): Promise<Elected | Unreachable> {
    return this.#ask(within, (session) => session.requests.electPreferredLeaders());
  }

  close(): void {
    this.#session?.close();
    this.#session = undefined;
    void this.#opening?.then(
      (session) => session.close(),
      () => {},
    );
  }

  /** Ask the open session, then others, until one answers, all have failed, or the time is up. */
  async #ask<T>(within: number, question: (session: KafkaSession) => Promise<T>): Promise<T | Unreachable> {
    const end = Date.now() + within;
    const failed = new Map<number, string>();
    while (failed.size < this.#brokers().length && Date.now() < end) {
      let session: KafkaSession;
      try {
        session = await inTime(this.#open(new Set(failed.keys())), end - Date.now(), "no connection");
      } catch (error) {
        return this.#unreachable(failed, (error as Error).message);
      }
      try {
        const answer = await inTime(question(session), end - Date.now(), "no answer");
        this.#trouble.delete(session.node.id);
        return answer;
      } catch (error) {
        // A request that timed out leaves its answer in the stream, so the connection is of no more use either way.
        session.close();
        const why = (error as Error).message;
        failed.set(session.node.id, why);
        this.#trouble.set(session.node.id, why);
      }
    }
    return this.#unreachable(failed, "no broker is left to ask");
  }

  #unreachable(failed: ReadonlyMap<number, string>, last: string): Unreachable {
    const each = [...failed].map(([id, why]) => `${id}: ${why}`);
    return { unreachable: each.length > 0 ? `no broker gave an answer; ${each.join("; ")}` : last };
  }

  #brokers(): Node[] {
    return this.cluster.nodes.filter((node) => this.cluster.pools[node.pool]?.roles.includes("broker"));
  }

  /** The session in use, or a new one with a broker that has not failed this time. */
  async #open(without: ReadonlySet<number>): Promise<KafkaSession> {
    if (this.#session !== undefined && !this.#session.closed && !without.has(this.#session.node.id))
      return this.#session;
    this.#opening ??= this.#first(without).finally(() => (this.#opening = undefined));
    this.#session = await this.#opening;
    return this.#session;
  }

  #first(without: ReadonlySet<number>): Promise<KafkaSession> {
    const candidates = this.#brokers()
      .filter((node) => !without.has(node.id))
      .sort((a, b) => Number(this.#trouble.has(a.id)) - Number(this.#trouble.has(b.id)));
    return firstSession(candidates, this.#port, this.ways, (id, why) => this.#trouble.set(id, why));
  }
}

function inTime<T>(promise: Promise<T>, limit: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what} within ${Math.max(0, Math.round(limit / 1000))} s`)),
      Math.max(0, limit),
    );
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
