import type { KafkaHealth } from "../facts/kafka-health";
import { isReachable } from "../facts/node-report";
import { type Gate, type GateInput, open, shut, type Verdict } from "./gate";

/** Milliseconds that health may be old. A process that slept must not act on what it saw before. */
const oldest = 60_000;

export const kafkaAnswers: Gate = {
  name: "kafka-answers",
  says: "a broker answers for the whole cluster, now",
  scope: "cluster",
  always: "before",
  ask({ observed: { kafka }, now }) {
    if (!isReachable(kafka)) return shut(`the cluster's health cannot be read: ${kafka.unreachable}`);
    const age = now === undefined ? 0 : now - kafka.at;
    return age < oldest ? open : shut(`the cluster's health is ${Math.round(age / 1000)} s old, needed less than 60`);
  },
};

/** A gate over Kafka's health that is shut while the health cannot be read: no answer is never a yes. */
export const overHealth =
  (judge: (health: KafkaHealth, input: GateInput) => Verdict): Gate["ask"] =>
  (input) => {
    const answers = kafkaAnswers.ask(input);
    return answers.ok && isReachable(input.observed.kafka) ? judge(input.observed.kafka, input) : answers;
  };
