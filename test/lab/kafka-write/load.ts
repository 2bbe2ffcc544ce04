import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { countRecords } from "../../../lab/traffic/count-records";
import { createTopic } from "../../../lab/traffic/create-topic";
import { Producer } from "../../../lab/traffic/producer";
import { bootstrap, kafkaLibs } from "../deployed";

export const topic = "orders";
let producer: Producer | undefined;

/** Write records from now on, until they are counted. */
export async function startLoad(): Promise<void> {
  const libs = await kafkaLibs();
  await createTopic(libs, bootstrap(), { name: topic, partitions: 12, replicas: 3 });
  producer = new Producer({ libs, bootstrap: bootstrap(), topic, records: 10_000_000, rate: 200 });
  while (producer.acked < 200) await sleep(200);
}

export const endLoad = async (): Promise<void> => void (await producer?.stop());

/** Stop writing, and hold what was acknowledged against what is there. */
export async function expectNothingLost(): Promise<void> {
  if (producer === undefined) throw new Error("nobody wrote");
  const sent = await producer.stop();
  producer = undefined;
  const counted = await countRecords({ libs: await kafkaLibs(), bootstrap: bootstrap(), topic, acked: sent.values });
  const { acked, failed, unresolved, longestAckGap } = sent;
  console.warn(`acknowledged ${acked}, longest gap ${Math.round(longestAckGap)} ms: ${JSON.stringify(counted)}`);
  expect({ ...counted, failed, unresolved }).toMatchObject({ lost: 0, duplicates: 0, failed: 0, unresolved: 0 });
}
