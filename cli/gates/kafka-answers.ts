import type { KafkaHealth } from "../facts/kafka-health";
import { isReachable } from "../facts/node-report";
import { type Gate, type GateInput, open, shut, type Verdict } from "./gate";

export const kafkaAnswers: Gate = {
  name: "kafka-answers",
  says: "a broker answers for the whole cluster",
  ask: ({ observed }) =>
    isReachable(observed.kafka) ? open : shut(`the cluster's health cannot be read: ${observed.kafka.unreachable}`),
};

/** A gate over Kafka's health that is shut while the health cannot be read: no answer is never a yes. */
export const overHealth =
  (judge: (health: KafkaHealth, input: GateInput) => Verdict): Gate["ask"] =>
  (input) =>
    isReachable(input.observed.kafka) ? judge(input.observed.kafka, input) : kafkaAnswers.ask(input);
