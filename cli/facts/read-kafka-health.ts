import type { ConfigAnswer, KafkaAnswers } from "./kafka-answers";
import type { KafkaHealth, Partition } from "./kafka-health";
import { quorumPartition, readQuorum } from "./read-quorum";

/** Error code of a topic that is not there (any more). */
const unknownTopic = 3;

/**
 * Health of the cluster out of what a broker answered.
 *
 * @throws Error "kafka: …" where an answer is incomplete: health that hides a partition must never look healthy
 */
export function readKafkaHealth(answers: KafkaAnswers): KafkaHealth {
  return {
    at: answers.at,
    clusterId: answers.metadata.clusterId ?? "",
    brokers: answers.metadata.brokers.map((broker) => broker.nodeId).sort((a, b) => a - b),
    partitions: partitions(answers),
    quorum: {
      ...readQuorum(answers.quorum),
      fetchTimeout: numberIn(answers.broker, "controller.quorum.fetch.timeout.ms"),
      leaderTime: leaderTime(answers),
    },
    reassigning: answers.reassignments.topics
      .flatMap((topic) => topic.partitions.map((partition) => `${topic.name}-${partition.partitionIndex}`))
      .sort(),
    features: answers.features,
  };
}

/**
 * Why the answers of this broker must not be believed, or undefined. A broker serves metadata out of its own copy of
 * the controllers' log, so one that is cut off, fenced or still catching up would show the past.
 */
export function whyStale(answers: KafkaAnswers): string | undefined {
  const quorum = quorumPartition(answers.quorum);
  const own = [...quorum.currentVoters, ...quorum.observers].find((replica) => replica.replicaId === answers.via);
  if (!answers.metadata.brokers.some((broker) => broker.nodeId === answers.via)) return "it is fenced";
  if (own === undefined) return "the controllers do not know it";
  const behind = leaderTime(answers) - Number(own.lastCaughtUpTimestamp);
  const bound = numberIn(answers.broker, "controller.quorum.fetch.timeout.ms");
  return behind < bound ? undefined : `it is ${behind} ms behind the controllers; expected less than ${bound}`;
}

/** The leader reports itself as caught up now: the largest time of all is its clock. */
function leaderTime(answers: KafkaAnswers): number {
  const quorum = quorumPartition(answers.quorum);
  return Math.max(...[...quorum.currentVoters, ...quorum.observers].map((one) => Number(one.lastCaughtUpTimestamp)));
}

/** Sorted by topic and number: a sort of the topics, and of each topic's few, is quicker than one of all. */
function partitions(answers: KafkaAnswers): Partition[] {
  const configs = new Map(answers.topics.map((answer) => [answer.resourceName, answer]));
  const topics = [...answers.metadata.topics].sort((a, b) => ((a.name ?? "") < (b.name ?? "") ? -1 : 1));
  const found: Partition[] = [];
  for (const topic of topics) {
    const name = topic.name ?? "";
    if (topic.errorCode !== 0) throw new Error(`kafka: topic ${name} was not described; got error ${topic.errorCode}`);
    const config = configs.get(name);
    if (config === undefined) throw new Error(`kafka: the configuration of topic ${name} was not asked for`);
    // Deleted between the two answers.
    if (config.errorCode === unknownTopic) continue;
    const minIsr = numberIn(config, "min.insync.replicas");
    for (const partition of [...topic.partitions].sort((a, b) => a.partitionIndex - b.partitionIndex))
      found.push({
        topic: name,
        partition: partition.partitionIndex,
        leader: partition.leaderId,
        replicas: partition.replicaNodes,
        isr: partition.isrNodes,
        minIsr,
      });
  }
  return found;
}

function numberIn(answer: ConfigAnswer, key: string): number {
  const value = answer.configs.find((config) => config.name === key)?.value;
  const number = value === null || value === undefined || value === "" ? Number.NaN : Number(value);
  if (answer.errorCode !== 0 || !Number.isFinite(number))
    throw new Error(
      `kafka: ${key} of ${answer.resourceName}; expected a number; got ${value ?? `error ${answer.errorCode}`}`,
    );
  return number;
}
