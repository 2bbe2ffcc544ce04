import type { QuorumAnswer, ReplicaAnswer } from "./kafka-answers";
import type { KafkaHealth, Voter } from "./kafka-health";

/**
 * The quorum out of what DescribeQuorum answered.
 *
 * @throws Error "kafka: …" where it was not described
 */
export function readQuorum(
  answer: QuorumAnswer,
): Pick<KafkaHealth["quorum"], "leader" | "epoch" | "voters" | "observers"> {
  const { leaderId, leaderEpoch, currentVoters, observers } = quorumPartition(answer);
  return { leader: leaderId, epoch: leaderEpoch, voters: replicas(currentVoters), observers: replicas(observers) };
}

/** The one partition of the controllers' log. */
export function quorumPartition(answer: QuorumAnswer): QuorumAnswer["topics"][number]["partitions"][number] {
  const partition = answer.topics[0]?.partitions[0];
  if (partition === undefined || answer.errorCode !== 0 || partition.errorCode !== 0)
    throw new Error(`kafka: the quorum was not described; got error ${partition?.errorCode ?? answer.errorCode}`);
  return partition;
}

function replicas(answers: readonly ReplicaAnswer[]): Voter[] {
  return answers
    .map((replica) => ({
      id: replica.replicaId,
      directory: Buffer.from(replica.replicaDirectoryId.replaceAll("-", ""), "hex").toString("base64url"),
      logEndOffset: Number(replica.logEndOffset),
      lastCaughtUp: Number(replica.lastCaughtUpTimestamp),
    }))
    .sort((a, b) => a.id - b.id);
}
