import { setTimeout as sleep } from "node:timers/promises";
import pLimit from "p-limit";
import type { BrokerOverrides } from "../../facts/broker-overrides";
import type { FeatureRange, Features } from "../../facts/features";
import { leaderStages } from "../../facts/leader-stages";
import { isReachable, type Unreachable } from "../../facts/node-report";
import type { OfflineLogDirs } from "../../facts/offline-log-dirs";
import { readOverrides } from "../../facts/read-overrides";
import { alterBroker } from "./alter-broker";
import { type BrokerChange, describeConfigs } from "./broker-configs";
import { type Elected, electLeaders } from "./elect-leaders";
import type { KafkaReader } from "./kafka-reader";
import type { KafkaSession } from "./kafka-session";
import { offlineLogDirsOf } from "./offline-log-dirs-of";
import { addVoter, removeVoter } from "./raft-voters";
import { raiseFeature } from "./raise-feature";
import { reached } from "./reached";

/** Milliseconds for a change, failing over included. */
const within = 30_000;
/**
 * Milliseconds between two stages of a preferred election. A follower that asks a new leader before that knows that it
 * leads keeps away for `replica.fetch.backoff.ms` (1 s as shipped), and no write to it is acknowledged by all until then.
 */
const betweenStages = 1500;
/** Brokers that are asked at the same time. */
const atOnce = 32;

/**
 * What a roll asks of single brokers and changes in a running cluster, through the reader's own connections.
 *
 * Questions answer `Unreachable`; changes throw, with Kafka's own words, and are done when they answer. A change that
 * is asked for again is done already.
 */
export class KafkaAdmin {
  constructor(private readonly reader: KafkaReader) {}

  /**
   * Dynamic configuration of each of these brokers, asked itself, and of the cluster.
   *
   * @param patience milliseconds that any one broker may take, connecting included
   */
  async overrides(brokers: readonly number[], patience = 10_000): Promise<BrokerOverrides> {
    const [each, cluster] = await Promise.all([
      this.#each(brokers, patience, async (session) =>
        readOverrides(await describeConfigs(session, "broker"), "broker"),
      ),
      this.reader.sessions.ask({ within: patience }, async (session) =>
        readOverrides(await describeConfigs(session, "cluster"), "cluster"),
      ),
    ]);
    return { brokers: each, cluster };
  }

  /**
   * Change the dynamic configuration of one broker: first only validated, then done, then read back.
   *
   * @throws Error with the broker's words where it refuses a value; where it cannot be reached; where the change is not
   *   seen within 10 s
   */
  async alterBroker(id: number, change: BrokerChange): Promise<void> {
    const answer = this.reader.sessions.askBroker(id, { within }, (session) => alterBroker(session, change));
    await reached(`configuration of broker ${id}`, answer);
  }

  /** Finalized levels of the cluster and what the broker that answered supports. */
  features(patience = 10_000): Promise<Features | Unreachable> {
    return this.reader.sessions.ask({ within: patience }, ({ requests }) => requests.features());
  }

  /** What each of these brokers supports: the levels of each feature by its name. */
  supportedBy(
    brokers: readonly number[],
    patience = 10_000,
  ): Promise<Readonly<Record<number, Readonly<Record<string, FeatureRange>> | Unreachable>>> {
    return this.#each(brokers, patience, async ({ requests }) => (await requests.features()).supported);
  }

  /**
   * Raise a finalized feature level, of which there is no way back.
   *
   * @param options dryRun: only ask whether it would be done
   * @throws Error with the controller's words where it refuses
   */
  async raiseFeature(name: string, level: number, { dryRun = false } = {}): Promise<void> {
    await this.#change(`${name} ${level}`, (session) => raiseFeature(session, name, level, dryRun));
  }

  /**
   * Take a voter out of the quorum; `already` when it is none.
   *
   * @param directory id of its metadata directory, URL-safe base64
   * @throws Error with the controller's words where it refuses
   */
  async removeVoter(id: number, directory: string): Promise<"removed" | "already"> {
    const voter = { clusterId: this.#clusterId, id, directory };
    const { changed } = await this.#change(`remove voter ${id}`, (session) => removeVoter(session, voter));
    return changed ? "removed" : "already";
  }

  /**
   * Make a controller that runs a voter; `already` when it is one.
   *
   * @param directory id of its metadata directory, URL-safe base64
   * @param listener name of the controllers' listener
   * @throws Error with the controller's words where it refuses, e.g. while it has not caught up
   */
  async addVoter(
    id: number,
    directory: string,
    host: string,
    port: number,
    listener = "CONTROLLERS",
  ): Promise<"added" | "already"> {
    const voter = { clusterId: this.#clusterId, id, directory };
    const at = { listener, host, port };
    const { changed } = await this.#change(`add voter ${id}`, (session) => addVoter(session, voter, at));
    return changed ? "added" : "already";
  }

  /** Log directories that these brokers have given up. */
  async offlineLogDirs(brokers: readonly number[], patience = 10_000): Promise<OfflineLogDirs> {
    const answers = Object.entries(await this.#each(brokers, patience, offlineLogDirsOf));
    return {
      dirs: answers.flatMap(([, answer]) => (isReachable(answer) ? answer : [])),
      unreachable: Object.fromEntries(
        answers.flatMap(([id, answer]) => (isReachable(answer) ? [] : [[Number(id), answer.unreachable]])),
      ),
    };
  }

  /** Give all partitions back to their preferred leaders that are in sync: few brokers at a time, so that few writers wait. */
  async electPreferredLeaders(): Promise<Elected> {
    const health = await reached("preferred leaders", this.reader.read({ within }));
    const all: Elected[] = [];
    for (const partitions of leaderStages(health.partitions)) {
      if (all.length > 0) await sleep(betweenStages);
      all.push(await this.#change("preferred leaders", (session) => electLeaders(session, partitions)));
    }
    return { moved: all.reduce((sum, { moved }) => sum + moved, 0), failed: all.flatMap(({ failed }) => failed) };
  }

  get #clusterId(): string {
    return this.reader.sessions.cluster.recorded.cluster.id;
  }

  /** Each of these brokers by its id; one that does not answer is an answer of its own. */
  async #each<T extends object>(
    brokers: readonly number[],
    patience: number,
    question: (session: KafkaSession) => Promise<T>,
  ): Promise<Record<number, T | Unreachable>> {
    const limit = pLimit(atOnce);
    const ask = (id: number): Promise<T | Unreachable> =>
      this.reader.sessions
        .askBroker(id, { within: patience }, question)
        .catch((error: unknown) => ({ unreachable: (error as Error).message }));
    return Object.fromEntries(await Promise.all(brokers.map(async (id) => [id, await limit(() => ask(id))] as const)));
  }

  #change<T extends object>(what: string, change: (session: KafkaSession) => Promise<T>): Promise<T> {
    return reached(what, this.reader.sessions.ask({ within, each: within }, change));
  }
}
