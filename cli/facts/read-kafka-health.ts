import type { ConfigAnswer, KafkaAnswers } from "./kafka-answers";
import type { KafkaHealth, Partition } from "./kafka-health";

/** Error code of a topic that is not there (any more). */
const unknownTopic = 3;

/**
 * Health of the cluster out of what a broker answered.
 *
 * @throws Error "kafka: …" where an answer is incomplete: health that hides a partition must never look healthy
 */
export function readKafkaHealth(answers: KafkaAnswers): KafkaHealth {
  const quorum = quorumPartition(answers);
  const voters = quorum.currentVoters.map((voter) => ({
    id: voter.replicaId,
    logEndOffset: Number(voter.logEndOffset),
    lastCaughtUp: Number(voter.lastCaughtUpTimestamp),
  }));
  return {
    at: answers.at,
    clusterId: answers.metadata.clusterId ?? "",
    brokers: answers.metadata.brokers.map((broker) => broker.nodeId).sort((a, b) => a - b),
    partitions: partitions(answers),
    quorum: {
      leader: quorum.leaderId,
      epoch: quorum.leaderEpoch,
      voters: voters.sort((a, b) => a.id - b.id),
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
  const quorum = quorumPartition(answers);
  const own = [...quorum.currentVoters, ...quorum.observers].find((replica) => replica.replicaId === answers.via);
  if (!answers.metadata.brokers.some((broker) => broker.nodeId === answers.via)) return "it is fenced";
  if (own === undefined) return "the controllers do not know it";
  const behind = leaderTime(answers) - Number(own.lastCaughtUpTimestamp);
  const bound = numberIn(answers.broker, "controller.quorum.fetch.timeout.ms");
  return behind < bound ? undefined : `it is ${behind} ms behind the controllers; expected less than ${bound}`;
}

function quorumPartition(answers: KafkaAnswers) {
  const partition = answers.quorum.topics[0]?.partitions[0];
  if (partition === undefined || answers.quorum.errorCode !== 0 || partition.errorCode !== 0)
    throw new Error(
      `kafka: the quorum was not described; got error ${partition?.errorCode ?? answers.quorum.errorCode}`,
    );
  return partition;
}

/** The leader reports itself as caught up now: the largest time of all is its clock. */
function leaderTime(answers: KafkaAnswers): number {
  const quorum = quorumPartition(answers);
  return Math.max(...[...quorum.currentVoters, ...quorum.observers].map((one) => Number(one.lastCaughtUpTimestamp)));
}

function partitions(answers: KafkaAnswers): Partition[] {
  const configs = new Map(answers.topics.map((answer) => [answer.resourceName, answer]));
  return answers.metadata.topics
    .flatMap((topic) => {
      const name = topic.name ?? "";
      if (topic.errorCode !== 0)
        throw new Error(`kafka: topic ${name} was not described; got error ${topic.errorCode}`);
      const config = configs.get(name);
      if (config === undefined) throw new Error(`kafka: the configuration of topic ${name} was not asked for`);
      // Deleted between the two answers.
      if (config.errorCode === unknownTopic) return [];
      const minIsr = numberIn(config, "min.insync.replicas");
      return topic.partitions.map((partition) => ({
        topic: name,
        partition: partition.partitionIndex,
        leader: partition.leaderId,
        replicas: partition.replicaNodes,
        isr: partition.isrNodes,
        minIsr,
      }));
    })
    .sort((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : a.partition - b.partition));
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
