import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Journal } from "../../../../cli/decide/journal";
import { Failure } from "../../../../cli/run/failure";
import { JournalWriter } from "../../../../cli/run/roll/journal-writer";
import { worldOf } from "../../world";

const begun = worldOf().journal;
const journal = (batches: number): Journal => ({ ...begun, batches });

/** A place where journals are kept, that takes its time. */
function place(problem: () => Error | undefined = () => undefined) {
  const kept: number[] = [];
  let writing = 0;
  const writer = new JournalWriter(begun, async ({ batches }) => {
    writing += 1;
    expect(writing).toBe(1);
    await sleep(20);
    writing -= 1;
    const error = problem();
    if (error !== undefined) throw error;
    kept.push(batches);
  });
  return { kept, writer };
}

describe("what writes the journal down", () => {
  it("writes one at a time, in their order", async () => {
    const { kept, writer } = place();
    await Promise.all([1, 2, 3].map((n) => writer.save(journal(n))));
    expect(kept).toEqual([1, 2, 3]);
  });

  it("writes what has time in a moment, the newest alone", async () => {
    const { kept, writer } = place();
    for (const n of [1, 2, 3]) writer.soon(journal(n));
    expect(writer.journal.batches).toBe(3);
    expect(kept).toEqual([]);
    await sleep(300);
    expect(kept).toEqual([3]);
    writer.soon(journal(4));
    await writer.save(journal(5));
    await sleep(300);
    expect(kept).toEqual([3, 5]);
  });

  it("writes nothing more once it is settled", async () => {
    const { kept, writer } = place();
    const saving = writer.save(journal(1));
    writer.soon(journal(2));
    await writer.settle();
    expect(kept).toEqual([1]);
    await saving;
    await sleep(300);
    expect(kept).toEqual([1]);
    expect(writer.journal.batches).toBe(2);
  });

  it("tries again after a hiccup, and not where somebody else has written", async () => {
    const errors = [new Error("reset"), undefined, new Failure("somebody else has changed the journal", 3), undefined];
    const { kept, writer } = place(() => errors.shift());
    await writer.save(journal(1));
    await expect(writer.save(journal(2))).rejects.toMatchObject({ code: 3 });
    await writer.save(journal(3));
    expect(kept).toEqual([1, 3]);
  });

  it("keeps to itself what goes wrong in a moment: the next one meets it, too", async () => {
    const { kept, writer } = place(() => new Failure("somebody else has changed the journal", 3));
    writer.soon(journal(1));
    await sleep(300);
    await writer.settle();
    await expect(writer.save(journal(2))).rejects.toMatchObject({ code: 3 });
    expect(kept).toEqual([]);
  });
});
