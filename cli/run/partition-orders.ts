import { partitionName } from "../facts/partition-name";
import type { PartitionOrder } from "../facts/partition-order";
import type { Placed } from "../facts/placed";
import { byTopic } from "./kafka-apis";
import { body } from "./kafka-body";
import { accepted, errorName } from "./kafka-refused";
import type { KafkaSession } from "./kafka-session";

/** Milliseconds that the controller may take. */
const timeout = 10_000;

/** Partitions in one request: an answer within seconds, and a pause for others in between. */
const perRequest = 1000;

/** Orders, as many at a time as fit a request. */
export function* inBatches(orders: readonly PartitionOrder[]): Generator<readonly PartitionOrder[]> {
  for (let from = 0; from < orders.length; from += perRequest) yield orders.slice(from, from + perRequest);
}

/**
 * Give partitions another order of the same replicas.
 *
 * @returns `Kafka's error` by `topic-partition` of those that were refused
 * @throws KafkaRefused when all were
 */
export async function reorder(
  { kafka, connection }: KafkaSession,
  orders: readonly PartitionOrder[],
): Promise<ReadonlyMap<string, string>> {
  if (orders.length === 0) return new Map();
  const replicas = new Map(orders.map((order) => [partitionName(order), order.replicas]));
  const topics = byTopic(orders).map(([name, ids]) => ({
    name,
    partitions: ids.map((id) => ({
      partitionIndex: id,
      replicas: [...(replicas.get(partitionName({ topic: name, partition: id })) ?? [])],
    })),
  }));
  const answer = await body(
    "AlterPartitionReassignments",
    kafka.alterPartitionReassignmentsV0.api.async(connection, timeout, false, topics),
  );
  accepted(kafka, "orders of replicas", answer);
  return new Map(
    answer.responses.flatMap(({ name, partitions }) =>
      partitions
        .filter((one) => one.errorCode !== 0)
        .map((one) => [
          partitionName({ topic: name, partition: one.partitionIndex }),
          `${errorName(kafka, one.errorCode)}${one.errorMessage ? `: ${one.errorMessage}` : ""}`,
        ]),
    ),
  );
}

/** Where the partitions of these topics are now; a topic that is gone is left out. */
export async function placed({ requests }: KafkaSession, topics: readonly string[]): Promise<Placed[]> {
  const metadata = await requests.metadata(topics);
  return metadata.topics
    .filter((topic) => topic.errorCode === 0)
    .flatMap(({ name, partitions }) =>
      partitions.map((one) => ({
        topic: name ?? "",
        partition: one.partitionIndex,
        leader: one.leaderId,
        replicas: one.replicaNodes,
      })),
    );
}
