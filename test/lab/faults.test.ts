import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { countRecords } from "../../lab/traffic/count-records";
import { createTopic } from "../../lab/traffic/create-topic";
import { Producer } from "../../lab/traffic/producer";
import { describeInLab } from "./can-run-lab";
import { bootstrap, deployed, kafkaLibs, until, wellAndEqual } from "./deployed";
import { bucket } from "./faults/bucket";
import { heal } from "./faults/heal";
import { hosts } from "./faults/hosts";
import { killed } from "./faults/killed";
import { endOperators, restart } from "./faults/operator";
import { operators } from "./faults/operators";
import { unwritable } from "./faults/unwritable";

/**
 * The fault matrix of docs/faults.md. One producer writes all through, and one count at the end is for all of it. Each
 * test leaves the cluster as it found it.
 */
describeInLab("a roll under every fault", () => {
  let libs = "";
  let producer: Producer | undefined;
  const topic = `orders-${Date.now()}`;

  beforeAll(async () => {
    await deployed();
    libs = await kafkaLibs();
    await until("formed", wellAndEqual);
    await createTopic(libs, bootstrap(), { name: topic, partitions: 12, replicas: 3 });
    producer = new Producer({ libs, bootstrap: bootstrap(), topic, records: 10_000_000, rate: 300 });
    while (producer.acked < 300) await sleep(200);
  }, 600_000);

  afterEach(async ({ task }) => {
    await endOperators();
    await heal();
    // One that failed leaves a roll half-way: the next begins anew.
    if (task.result?.state === "fail") await restart("11", {}, "--retarget").ended;
  }, 90_000);

  afterAll(() => producer?.stop());

  hosts();
  operators();
  bucket();
  killed();
  unwritable();

  it("has lost and doubled none of the records that were acknowledged all the while", async () => {
    if (producer === undefined) throw new Error("no producer");
    const sent = await producer.stop();
    producer = undefined;
    const counted = await countRecords({ libs, bootstrap: bootstrap(), topic, acked: sent.values });
    const { acked, failed, unresolved, longestAckGap } = sent;
    console.warn(`acknowledged ${acked}, longest gap ${Math.round(longestAckGap)} ms: ${JSON.stringify(counted)}`);
    expect({ ...counted, failed, unresolved }).toMatchObject({ lost: 0, duplicates: 0, failed: 0, unresolved: 0 });
  }, 120_000);
});
