import { partitionName } from "../../facts/partition-name";
import { electLeaders as electLeadersApi, type PartitionId } from "./kafka-apis";
import { body } from "./kafka-body";
import { errorName } from "./kafka-refused";
import type { KafkaSession } from "./kafka-session";
import { seen } from "./seen";

/** One preferred election. */
export interface Elected {
  /** Partitions whose leader was moved. */
  readonly moved: number;
  /** `topic-partition: Kafka's error` of those that could not be. */
  readonly failed: readonly string[];
}

/** Milliseconds that the controller may take. */
const timeout = 10_000;
/** Milliseconds within which the broker that was asked knows of what the controller did. */
const limit = 5_000;

/** Give partitions back to their preferred leaders that are in sync, and wait until the broker that was asked tells of it. */
export async function electLeaders(session: KafkaSession, partitions: readonly PartitionId[]): Promise<Elected> {
  const { kafka, connection } = session;
  const results = await body("ElectLeaders", electLeadersApi(kafka).async(connection, partitions, timeout));
  const named = results.map((one) => ({ ...one, error: errorName(kafka, one.errorCode) }));
  const moved = named.filter(({ error }) => error === "NONE");
  const names = new Set(moved.map(partitionName));
  const topics = [...new Set(moved.map(({ topic }) => topic))];
  await seen(limit, async () => {
    const metadata = await session.requests.metadata(topics);
    const now = metadata.topics.flatMap(({ name, partitions }) =>
      partitions.filter((one) => names.has(partitionName({ topic: name ?? "", partition: one.partitionIndex }))),
    );
    return now.every(({ leaderId, replicaNodes }) => leaderId === replicaNodes[0]) ? true : undefined;
  });
  return {
    moved: moved.length,
    // Not needed: the preferred one leads already.
    failed: named
      .filter(({ error }) => error !== "NONE" && error !== "ELECTION_NOT_NEEDED")
      .map((one) => `${partitionName(one)}: ${one.error}`),
  };
}
