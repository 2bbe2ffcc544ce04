import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { clockSlack, leaseTime } from "../../../../cli/decide/lease";
import { restart } from "../sitting";
import { note } from "./note";
import { expectSettled, more, standing, starts } from "./settled";

const minutes = (n: number): number => n * 60_000;

export function operators(): void {
  it("keeps a second operator out, also one whose clock is a little ahead or far behind", async () => {
    const before = await standing();
    const started = starts(11);
    const first = restart("11", { at: [[/node 11: taken/, "SIGSTOP"]] });
    await first.held();
    for (const skew of [0, 10_000, minutes(-5)]) {
      const second = await restart("12", { skew }).ended;
      note(`a second operator, clock ${skew / 1000} s ahead`, second);
      expect(second.out).toMatch(/kafka-write: lease held by \S+ \(roll kafka-write, pid \d+\) since /);
      expect(second.code).toBe(3);
    }
    first.goOn();
    expect(await first.ended).toMatchObject({ code: 0 });
    expect(starts(11)).toEqual(more(started));
    await expectSettled(before);
  }, 60_000);

  it("is robbed by an operator whose clock is five minutes ahead, and does nothing more", async () => {
    const before = await standing();
    const started = starts(11);
    // Robbed between the decision to stop a broker and the act: the host itself refuses.
    const first = restart("11", { at: [[/"begin-step".*"node":11,"step":"stop"/, "SIGSTOP"]] }, "--json");
    await first.held();
    const second = restart("11", { skew: minutes(5), at: [[/node 11: stop /, "SIGSTOP"]] });
    await second.held();
    first.goOn();
    const robbed = await first.ended;
    note("robbed by a clock five minutes ahead: the first", robbed);
    expect(robbed.code).toBe(3);
    expect(robbed.out).toMatch(/lease \d+ is older than \d+, the newest that this host has seen/);
    second.goOn();
    const ended = await second.ended;
    note("robbed by a clock five minutes ahead: the second", ended);
    expect(ended.code).toBe(0);
    expect(starts(11)).toEqual(more(started));
    await expectSettled(before);
  }, 90_000);

  it("rolls with a clock that is five minutes behind", async () => {
    const before = await standing();
    const started = starts(13);
    const ended = await restart("13", { skew: minutes(-5) }).ended;
    note("a clock five minutes behind", ended);
    expect(ended.code).toBe(0);
    expect(starts(13)).toEqual(more(started));
    await expectSettled(before);
  }, 60_000);

  it("is frozen past its lease, another takes over, and it does nothing more when it wakes up", async () => {
    const before = await standing();
    const started = starts(11);
    // Frozen where it has a broker to stop, and leaders to put back.
    const frozen = restart("11", { at: [[/"begin-step".*"node":11,"step":"stop"/, "SIGSTOP"]] }, "--json");
    await frozen.held();
    const early = await restart("11").ended;
    expect(early.code).toBe(3);
    await sleep(leaseTime + clockSlack);
    const other = restart("11", { at: [[/node 11: configure /, "SIGSTOP"]] });
    await other.held();
    frozen.goOn();
    const woken = await frozen.ended;
    note("frozen past its lease: the one that wakes up", woken);
    expect(woken.code).toBe(3);
    expect(woken.out.slice(woken.out.indexOf('"step":"stop"'))).not.toMatch(/"event":"(step|did)"/);
    other.goOn();
    const ended = await other.ended;
    note("frozen past its lease: the other", ended);
    expect(ended.out).toMatch(/going on with roll \S+ of \S+/);
    expect(ended.code).toBe(0);
    expect(starts(11)).toEqual(more(started));
    await expectSettled(before);
  }, 180_000);
}
