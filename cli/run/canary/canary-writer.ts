import { setTimeout } from "node:timers/promises";
import type { KafkaSessions } from "../kafka/kafka-sessions";
import { produceRecord } from "./canary-record";
import type { CanaryTopic } from "./canary-topic";

/** Milliseconds after which a record is given up: a producer's `delivery.timeout.ms`. */
const deliveryTimeout = 120_000;
/** Milliseconds from a try that failed to the next: a producer's `retry.backoff.ms`. */
const backoff = 100;

/**
 * How a canary writes a record: to the leader of its partition, again and again, as a producer would.
 *
 * @param over when set, a record that is not acked is given up
 * @returns writes a record with a running number; whether it was acked. Never throws.
 */
export function canaryWriter(
  sessions: KafkaSessions,
  places: CanaryTopic,
  over: AbortSignal,
): (partition: number, number: number) => Promise<boolean> {
  return async (partition, number) => {
    const began = Date.now();
    const value = JSON.stringify({ from: "dataops canary", number, at: began });
    const record = { topic: places.topic, partition, key: "dataops-canary", value };
    for (;;) {
      const leader = places.leader(partition);
      const outcome = leader === undefined ? "again" : await produceRecord(sessions, leader, record);
      if (outcome !== "again") return outcome === "acked";
      // Whoever asks now would open again what has been closed.
      if (over.aborted) return false;
      // Whatever was wrong, the partition may have another leader by now.
      await Promise.all([places.refresh(), setTimeout(backoff, undefined, { ref: false })]);
      if (over.aborted || Date.now() - began >= deliveryTimeout) return false;
    }
  };
}
