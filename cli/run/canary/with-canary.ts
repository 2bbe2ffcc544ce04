import { BadInput } from "../../../spec/mistake";
import type { Acks } from "../../decide/journal";
import { Failure } from "../failure";
import { KafkaSessions } from "../kafka/kafka-sessions";
import type { OpenCluster } from "../open-cluster";
import { startCanary } from "./canary";
import { CanaryTopic } from "./canary-topic";

/** Records a second: few enough for any cluster, enough to see half a second on some dozen partitions. */
const rate = 100;

/**
 * Look whether a canary could write to a topic, before anything is done for it.
 *
 * @throws BadInput for a topic that there is none of
 * @throws Failure (1) where no broker answers
 */
export async function checkCanary({ cluster, fleet }: OpenCluster, topic: string): Promise<void> {
  const metadata = new KafkaSessions(cluster, fleet);
  try {
    await CanaryTopic.read(metadata, topic);
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new Failure((error as Error).message, 1);
  } finally {
    metadata.close();
  }
}

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
