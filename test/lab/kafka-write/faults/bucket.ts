import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { meanwhile } from "../../operator";
import { restart } from "../sitting";
import { bucketAway, bucketBack, bucketSilent } from "./bucket-away";
import { note } from "./note";
import { expectSettled, more, standing, starts } from "./settled";

const afterStop = { at: [[/ node 11: stop /, "SIGSTOP"]] } as const;

export function bucket(): void {
  it("goes through a bucket that is silent for some seconds", async () => {
    const before = await standing();
    const started = starts(11);
    const sitting = await meanwhile(restart("11", afterStop), bucketSilent);
    await sleep(8000);
    await bucketBack();
    const ended = await sitting.ended;
    note("bucket silent for 8 s", ended);
    expect(ended.code).toBe(0);
    expect(starts(11)).toEqual(more(started));
    await expectSettled(before);
  }, 90_000);

  it("stops where the bucket stays away, tells what is in hand, and goes on when it is back", async () => {
    const before = await standing();
    const started = starts(11, 12);
    await bucketAway();
    const refused = await restart("11,12").ended;
    note("bucket away before the roll", refused);
    expect(refused.code).toBe(1);
    expect(refused.out).toMatch(/kafka-write: the lease cannot be taken: s3:\/\/\S+: Error: connect EHOSTUNREACH/);
    await bucketBack();
    const sitting = await meanwhile(restart("11,12", afterStop), bucketAway);
    const stopped = await sitting.ended;
    note("bucket away in the middle", stopped);
    expect(stopped.code).toBe(1);
    expect(stopped.out).toMatch(/failed {2}the journal cannot be kept: s3:\/\//);
    // The node in hand was seen through first: a broker is not left down for a journal.
    expect(stopped.out).toMatch(/node 11: done/);
    expect(stopped.out).toMatch(/not taken: 12/);
    await bucketBack();
    const again = await restart("11,12").ended;
    note("bucket away in the middle, back", again);
    expect(again.code).toBe(0);
    expect(starts(11, 12)).toEqual(more(started));
    await expectSettled(before);
  }, 120_000);
}
