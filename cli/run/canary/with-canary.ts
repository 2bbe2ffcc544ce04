import type { Acks } from "../../decide/journal";
import { KafkaSessions } from "../kafka/kafka-sessions";
import type { OpenCluster } from "../open-cluster";
import { startCanary } from "./canary";

/** Records a second: few enough for any cluster, enough to see half a second on some dozen partitions. */
const rate = 100;

/**
 * Do something while a canary writes to a topic; what it felt comes with the answer.
 *
 * @throws BadInput for a topic that there is none of
 */
export async function withCanary<T>(
  open: OpenCluster,
  topic: string | undefined,
  work: () => Promise<T>,
): Promise<{ readonly answer: T; readonly acks?: Acks }> {
  if (topic === undefined) return { answer: await work() };
  const { cluster, fleet } = open;
  const metadata = new KafkaSessions(cluster, fleet);
  const canary = await startCanary(new KafkaSessions(cluster, fleet), topic, { rate, metadata });
  try {
    const answer = await work();
    return { answer, acks: await canary.stop() };
  } catch (error) {
    await canary.stop();
    throw error;
  }
}
