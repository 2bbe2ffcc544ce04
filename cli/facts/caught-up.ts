import type { KafkaHealth, Voter } from "./kafka-health";

/**
 * Whether a voter follows closely enough to be counted on: it leads, or it caught up within the live
 * `controller.quorum.fetch.timeout.ms` (the rule of Strimzi's KafkaQuorumCheck).
 */
export function isCaughtUp(quorum: KafkaHealth["quorum"], voter: Voter): boolean {
  if (voter.id === quorum.leader) return true;
  return voter.lastCaughtUp >= 0 && quorum.leaderTime - voter.lastCaughtUp < quorum.fetchTimeout;
}
