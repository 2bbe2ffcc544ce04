import type { Cluster, Node } from "../../../spec/cluster";
import type { Unreachable } from "../../facts/node-report";
import { inTime } from "../aws/in-time";
import { rootCause } from "../root-cause";
import { firstSession, type Ways } from "../ssh/first-session";
import { KafkaRefused } from "./kafka-refused";
import { KafkaSession } from "./kafka-session";

/** How long a question may take, in milliseconds. */
export interface Patience {
  /** In all, failing over included. */
  readonly within: number;
  /** Of one broker, once it is connected; then another one is asked. Default 5,000: an election at worst. */
  readonly each?: number;
}

/** Connections to the brokers of a cluster: opened when first needed, kept, shared, and opened again when lost. */
export class KafkaSessions {
  readonly #sessions = new Map<number, Promise<KafkaSession>>();
  /** The broker that answers for the cluster. */
  #current: KafkaSession | undefined;
  #opening: Promise<KafkaSession> | undefined;
  /** Why a broker was last given up, by node id; such a broker is tried last. */
  readonly #trouble = new Map<number, string>();
  readonly #brokers: readonly Node[];
  readonly #port: number;

  constructor(
    readonly cluster: Cluster,
    private readonly ways: Ways,
  ) {
    const listener = cluster.listeners["brokers"] ?? cluster.listeners["clients"];
    if (listener === undefined) throw new Error(`${cluster.file}: listeners; expected brokers or clients; got neither`);
    this.#port = listener.port;
    this.#brokers = cluster.nodes.filter((node) => cluster.pools[node.pool]?.roles.includes("broker"));
  }

  /**
   * Ask whichever broker answers: the open session, then others, until one answers, all have failed, or time is up.
   *
   * @throws KafkaRefused, which is an answer
   */
  async ask<T>(
    { within, each = 5000 }: Patience,
    question: (session: KafkaSession) => Promise<T>,
  ): Promise<T | Unreachable> {
    const end = Date.now() + within;
    const failed = new Map<number, string>();
    while (failed.size < this.#brokers.length && Date.now() < end) {
      let session: KafkaSession;
      try {
        session = await inTime(this.#any(new Set(failed.keys())), end - Date.now(), "no connection");
      } catch (error) {
        return unreachable(failed, (error as Error).message);
      }
      try {
        const answer = await this.#put(session, question, Math.min(each, end - Date.now()));
        this.#trouble.delete(session.node.id);
        return answer;
      } catch (error) {
        if (error instanceof KafkaRefused) throw error;
        const why = (error as Error).message;
        failed.set(session.node.id, why);
        this.#trouble.set(session.node.id, why);
      }
    }
    return unreachable(failed, "no broker is left to ask");
  }

  /**
   * Ask this very broker.
   *
   * @throws KafkaRefused, which is an answer
   */
  async askBroker<T>(
    id: number,
    { within, each = within }: Patience,
    question: (session: KafkaSession) => Promise<T>,
  ): Promise<T | Unreachable> {
    const end = Date.now() + within;
    try {
      const session = await inTime(this.#to(id), within, "no connection");
      return await this.#put(session, question, Math.min(each, end - Date.now()));
    } catch (error) {
      if (error instanceof KafkaRefused) throw error;
      return { unreachable: rootCause(error).message };
    }
  }

  close(): void {
    const opening = [...this.#sessions.values(), ...(this.#opening === undefined ? [] : [this.#opening])];
    this.#current?.close();
    this.#current = undefined;
    this.#sessions.clear();
    for (const session of opening)
      void session.then(
        (one) => one.close(),
        () => {},
      );
  }

  async #put<T>(session: KafkaSession, question: (session: KafkaSession) => Promise<T>, limit: number): Promise<T> {
    try {
      return await inTime(question(session), limit, "no answer");
    } catch (error) {
      // A request that timed out leaves its answer in the stream, so the connection is of no more use either way.
      if (!(error instanceof KafkaRefused)) session.close();
      throw error;
    }
  }

  /** The session in use, or a new one with a broker that has not failed this time. */
  async #any(without: ReadonlySet<number>): Promise<KafkaSession> {
    if (this.#current !== undefined && !this.#current.closed && !without.has(this.#current.node.id))
      return this.#current;
    this.#opening ??= this.#first(without).finally(() => (this.#opening = undefined));
    const session = await this.#opening;
    this.#current = session;
    return session;
  }

  #first(without: ReadonlySet<number>): Promise<KafkaSession> {
    const candidates = this.#brokers
      .filter((node) => !without.has(node.id))
      .sort((a, b) => Number(this.#trouble.has(a.id)) - Number(this.#trouble.has(b.id)));
    return firstSession(
      candidates,
      (node) => this.#to(node.id),
      (id, why) => this.#trouble.set(id, why),
    );
  }

  /** The session with one broker, a new one if the last was lost. */
  async #to(id: number): Promise<KafkaSession> {
    const known = this.#sessions.get(id);
    if (known !== undefined) {
      const session = await known;
      if (!session.closed) return session;
      if (this.#sessions.get(id) === known) this.#sessions.delete(id);
    }
    return this.#sessions.get(id) ?? this.#open(id);
  }

  #open(id: number): Promise<KafkaSession> {
    const node = this.#brokers.find((one) => one.id === id);
    if (node === undefined) throw new Error(`${this.cluster.file}: nodes.${id}; expected a broker`);
    const session = this.ways.to(id).then((transport) => KafkaSession.open(transport, node, this.#port));
    this.#sessions.set(id, session);
    session.catch(() => {
      if (this.#sessions.get(id) === session) this.#sessions.delete(id);
    });
    return session;
  }
}

function unreachable(failed: ReadonlyMap<number, string>, last: string): Unreachable {
  const each = [...failed].map(([id, why]) => `${id}: ${why}`);
  return { unreachable: each.length > 0 ? `no broker gave an answer; ${each.join("; ")}` : last };
}
