import { expect, it } from "vitest";
import { fillDisk, freeDisk } from "../../../../lab";
import { name } from "../../deployed";
import { meanwhile } from "../../operator";
import { roll } from "../sitting";
import { note } from "./note";
import { readOnly, writable } from "./read-only";
import { expectSettled, standing, standingNow, starts } from "./settled";

/** What a live change meets where something cannot be written. It takes back the one before. */
export function unwritable(): void {
  const back = ["--set", "config.num.io.threads=8"] as const;

  it("finds the root disk of a node full: stops before anything was done to it", async () => {
    const started = starts(11, 12, 13);
    await fillDisk(`${name}-11`, "/");
    const stopped = await roll("11,12,13", {}, ...back).ended;
    note("root disk full", stopped);
    expect(stopped.code).toBe(1);
    expect(stopped.out).toMatch(/failed {2}(fetch|configure) on node 11: .*No space left on device/);
    expect(stopped.out).toMatch(/ {2}done: none; not taken: 12, 13\n {2}in hand: node 11, (no step|fetch) done/);
    expect(starts(11, 12, 13)).toEqual(started);
    freeDisk(`${name}-11`, "/");
  }, 60_000);

  it("cannot write the cluster file: refused before the roll; in the middle it stops before the next node", async () => {
    const before = await standing();
    const started = starts(11, 12, 13);
    await readOnly();
    const refused = await roll("11,12,13").ended;
    note("cluster file not writable before the roll", refused);
    expect(refused.code).toBe(1);
    expect(refused.out).toMatch(/kafka-write\.yaml: cannot be written \(EPERM\)/);
    await writable();
    const sitting = await meanwhile(roll("11,12,13", { at: [[/ node 11: set /, "SIGSTOP"]] }), readOnly);
    const stopped = await sitting.ended;
    note("cluster file not writable in the middle", stopped);
    expect(stopped.code).toBe(1);
    expect(stopped.out).toMatch(/failed {2}node 11 was not recorded: .*kafka-write\.yaml/);
    expect(stopped.out).toMatch(/ {2}in hand: node 11, .*set done/);
    expect(stopped.out).toMatch(/not taken: 12, 13|not taken: 12-13/);
    await writable();
    const again = await roll("11,12,13").ended;
    note("cluster file writable again", again);
    expect(again.out).toMatch(/node 11: recorded config/);
    expect(again.out).toContain("✔ rolled  3 nodes");
    expect(again.code).toBe(0);
    expect(starts(11, 12, 13)).toEqual(started);
    const { file, overrides } = await standingNow();
    await expectSettled({ ...before, file, overrides });
  }, 120_000);
}
