import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { KafkaAnswers } from "../../../cli/facts/kafka-answers";
import { readKafkaHealth, whyStale } from "../../../cli/facts/read-kafka-health";

const folder = join(__dirname, "cases", "read-kafka-health");

interface Case {
  readonly expect: Record<string, unknown>;
  /** Recorded from real brokers; offsets and times of the quorum as text. */
  readonly answers: KafkaAnswers;
}

const wide = new Set(["logEndOffset", "lastCaughtUpTimestamp"]);
/** Not kept when the answers were recorded. */
const replicaDirectoryId = "2d1685c9-23af-5c80-b6bb-a8488ba47e7a";
const read = (name: string): Case =>
  JSON.parse(readFileSync(join(folder, name), "utf8"), (key, value: unknown) => {
    if (key === "currentVoters" || key === "observers")
      return (value as object[]).map((replica) => ({ replicaDirectoryId, ...replica }));
    return wide.has(key) ? BigInt(value as string) : value;
  }) as Case;
const healthy = (): KafkaAnswers => read("4.1.1-healthy.json").answers;

describe("kafka's health, out of what real brokers answered", () => {
  it.each(readdirSync(folder))("%s", (name) => {
    const { answers, expect: expected } = read(name);
    const health = readKafkaHealth(answers);
    const { partitions, quorum } = health;
    const holders = [11, 12, 13];
    expect({
      brokers: health.brokers,
      clusterId: health.clusterId,
      quorum: {
        leader: quorum.leader,
        voters: quorum.voters.map((voter) => voter.id),
        behind: quorum.voters
          .filter((voter) => quorum.leaderTime - voter.lastCaughtUp >= quorum.fetchTimeout)
          .map((voter) => voter.id),
      },
      minIsr: Object.fromEntries(partitions.map((partition) => [partition.topic, partition.minIsr])),
      partitions: partitions.length,
      outOfSync: Object.fromEntries(
        holders.map((id) => [
          id,
          partitions.filter(({ replicas, isr }) => replicas.includes(id) && !isr.includes(id)).length,
        ]),
      ),
      offline: partitions.filter((partition) => partition.leader < 0).map((one) => `${one.topic}-${one.partition}`),
      reassigning: health.reassigning,
      features: health.features,
      stale: whyStale(answers) ?? null,
    }).toEqual(expected);
    expect(health.at).toBe(answers.at);
  });

  it("has directories as Kafka's own files spell them, and who follows without a vote", () => {
    const { voters, observers } = readKafkaHealth(healthy()).quorum;
    expect(voters[0]?.directory).toBe("LRaFySOvXIC2u6hIi6R-eg");
    expect(observers.map(({ id }) => id)).toEqual([11, 12, 13]);
  });

  it("sorts partitions by topic and number, 200,000 as well", () => {
    const { metadata, ...rest } = healthy();
    const names = Array.from({ length: 4000 }, (_, i) => `topic-${(i * 2_654_435_761) % 4000}`);
    const partition = (index: number, topic: number) => {
      const replicas = [0, 331, 662].map((step) => 1 + ((topic * 50 + index * 7 + step) % 1000));
      return {
        ...{ errorCode: 0, partitionIndex: index, leaderId: replicas[0] ?? -1 },
        ...{ replicaNodes: replicas, isrNodes: replicas },
      };
    };
    const indexes = Array.from({ length: 50 }, (_, i) => (i * 31) % 50);
    const large: KafkaAnswers = {
      ...rest,
      metadata: {
        ...metadata,
        brokers: Array.from({ length: 1000 }, (_, i) => ({ nodeId: i + 1 })),
        topics: names.map((name, topic) => ({
          ...{ errorCode: 0, name, partitions: indexes.map((index) => partition(index, topic)) },
        })),
      },
      topics: names.map((resourceName) => ({
        ...{ errorCode: 0, resourceName, configs: [{ name: "min.insync.replicas", value: "2" }] },
      })),
    };
    const began = performance.now();
    const { partitions } = readKafkaHealth(large);
    // 0.1 s on a busy machine; a step that is not near linear takes a minute.
    expect(performance.now() - began).toBeLessThan(3000);
    expect(partitions).toHaveLength(200_000);
    const sorted = partitions.every((one, i) => {
      const last = partitions[i - 1];
      return (
        last === undefined ||
        last.topic < one.topic ||
        (last.topic === one.topic && last.partition === one.partition - 1)
      );
    });
    expect(sorted).toBe(true);
  });

  it("leaves out a topic that was deleted between two answers", () => {
    const answers = healthy();
    const topics = answers.topics.map((topic) =>
      topic.resourceName === "audit" ? { ...topic, errorCode: 3, configs: [] } : topic,
    );
    expect(new Set(readKafkaHealth({ ...answers, topics }).partitions.map((one) => one.topic))).toEqual(
      new Set(["orders", "single"]),
    );
  });
});

describe("an answer with a hole in it", () => {
  const broken: [string, (answers: KafkaAnswers) => KafkaAnswers, string][] = [
    [
      "a topic with an error",
      (answers) => ({
        ...answers,
        metadata: {
          ...answers.metadata,
          topics: answers.metadata.topics.map((topic) => ({ ...topic, errorCode: 29 })),
        },
      }),
      "was not described; got error 29",
    ],
    ["a topic without its configuration", (answers) => ({ ...answers, topics: [] }), "was not asked for"],
    [
      "a configuration that was refused",
      (answers) => ({ ...answers, topics: answers.topics.map((topic) => ({ ...topic, errorCode: 29, configs: [] })) }),
      "min.insync.replicas of audit; expected a number; got error 29",
    ],
    [
      "no quorum",
      (answers) => ({ ...answers, quorum: { errorCode: 41, topics: [] } }),
      "the quorum was not described; got error 41",
    ],
    [
      "no fetch timeout",
      (answers) => ({ ...answers, broker: { ...answers.broker, configs: [] } }),
      "controller.quorum.fetch.timeout.ms of 11",
    ],
  ];

  it.each(broken)("%s is never health", (_, breaks, message) => {
    expect(() => readKafkaHealth(breaks(healthy()))).toThrow(message);
  });
});

describe("a broker that is not believed", () => {
  it("is fenced, unknown to the controllers, or behind them", () => {
    const answers = healthy();
    expect(whyStale(answers)).toBeUndefined();
    expect(whyStale({ ...answers, metadata: { ...answers.metadata, brokers: [{ nodeId: 12 }] } })).toBe("it is fenced");
    expect(whyStale({ ...answers, via: 99, metadata: { ...answers.metadata, brokers: [{ nodeId: 99 }] } })).toBe(
      "the controllers do not know it",
    );
    const topics = answers.quorum.topics.map((topic) => ({
      partitions: topic.partitions.map((partition) => ({
        ...partition,
        observers: partition.observers.map((one) => ({
          ...one,
          lastCaughtUpTimestamp: one.lastCaughtUpTimestamp - 60_000n,
        })),
      })),
    }));
    expect(whyStale({ ...answers, quorum: { errorCode: 0, topics } })).toMatch(
      /^it is 60\d{3} ms behind the controllers; expected less than 2000$/,
    );
  });
});
