import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import type { Operator } from "../../operator";
import { restart, roll } from "../sitting";
import { note } from "./note";
import { expectSettled, more, standing, standingNow, starts } from "./settled";

/** A line of `--json`: the event, and what stands in it, in their order. */
const event = (name: string, ...parts: readonly string[]): RegExp =>
  new RegExp([`"event":"${name}"`, ...parts].join(".*"));

const step = (name: string, node: number): RegExp[] => [
  event("begin-step", `"node":${node},"step":"${name}"`),
  event("step", `"node":${node},"step":"${name}"`),
];

/** Before and after everything that is done to a broker which is restarted. */
const ofRestart = (node: number): RegExp[] => [
  event("take", `"node":${node},`),
  ...["fetch", "stop", "install", "configure", "start"].flatMap((name) => step(name, node)),
  event("read", `"nodes":\\[${node}\\],"good":1`),
  event("read", `"nodes":\\[${node}\\],"good":2`),
  event("finish", `"nodes":\\[${node}\\]`),
];

/** Before and after everything that is done to a broker whose settings are changed while it runs. */
const ofLiveChange = (node: number): RegExp[] => [
  ...["configure", "set"].flatMap((name) => step(name, node)),
  event("label", `"node":${node},`),
  event("did", `"what":"label","node":${node}`),
  event("record", `"node":${node},`),
  event("did", `"what":"record","node":${node}`),
  event("finish", `"nodes":\\[${node}\\]`),
];

const atTheEnd = [event("after"), event("did", `"what":"after"`), event("done")];

/** Every boundary once, the nodes in turn: the roll comes to node 11 first, then to 12, then to 13. */
const inTurn = (boundaries: (node: number) => RegExp[]): RegExp[] =>
  [11, 12, 13].flatMap((node, turn) => boundaries(node).filter((_, i) => i % 3 === turn));

/** One sitting after the other, each killed at its boundary; each begins where the one before was killed. */
async function killedAt(sitting: (at: RegExp) => Operator, boundaries: readonly RegExp[]): Promise<void> {
  for (const at of boundaries) {
    const { code, out } = await sitting(at).ended;
    if (code !== 128 || !at.test(out)) throw new Error(`not killed at ${at}: exit ${code}\n${out}`);
  }
}

export function killed(): void {
  it("is killed at every boundary of a restart, and run again each time", async () => {
    const before = await standing();
    const started = starts(11, 12, 13);
    const boundaries = [...inTurn(ofRestart), ...atTheEnd];
    expect(boundaries).toHaveLength(17);
    await killedAt((at) => restart("11,12,13", { at: [[at, "SIGKILL"]] }, "--json"), boundaries);
    const last = await restart("11,12,13").ended;
    note("killed at every boundary of a restart, the last sitting", last);
    expect(last.out).toMatch(/going on with roll \S+ of \S+/);
    expect(last.out).toContain("✔ rolled  3 nodes");
    expect(last.code).toBe(0);
    expect(starts(11, 12, 13)).toEqual(more(started));
    await expectSettled(before);
  }, 240_000);

  it("is killed while a host stops Kafka, and while one starts it", async () => {
    const before = await standing();
    const started = starts(11, 12);
    for (const [node, name] of [
      [11, "stop"],
      [12, "start"],
    ] as const) {
      const sitting = restart("11,12", {}, "--json");
      await sitting.saw(event("begin-step", `"node":${node},"step":"${name}"`));
      await sleep(150);
      sitting.kill();
      expect((await sitting.ended).out).not.toMatch(event("step", `"node":${node},"step":"${name}"`));
    }
    const last = await restart("11,12").ended;
    note("killed while a host is at work, the last sitting", last);
    expect(last.out).toContain("node 12 is in hand");
    expect(last.code).toBe(0);
    expect(starts(11, 12)).toEqual(more(started));
    await expectSettled(before);
  }, 60_000);

  it("stops at once on the second Ctrl-C, tells where every node stands, and is gone on with", async () => {
    const before = await standing();
    const started = starts(11, 12);
    const sitting = restart("11,12");
    await sitting.saw(/node 11: fetch /);
    sitting.interrupt();
    await sitting.saw(/Ctrl-C again stops now/);
    sitting.interrupt();
    const stopped = await sitting.ended;
    note("Ctrl-C twice", stopped);
    expect(stopped.code).toBe(4);
    expect(stopped.out).toMatch(
      /stopped now\n {2}in hand: node 11, fetch.* done; a step that runs on it ends by itself\n {2}not touched: 12\n/,
    );
    const last = await restart("11,12").ended;
    expect(last.code).toBe(0);
    expect(starts(11, 12)).toEqual(more(started));
    await expectSettled(before);
  }, 60_000);

  it("is killed at boundaries of a controller's restart", async () => {
    const before = await standing();
    const started = starts(1, 2, 3);
    const boundaries = [event("step", `"step":"stop"`), event("begin-step", `"step":"start"`), event("finish")];
    await killedAt((at) => restart("1,2,3", { at: [[at, "SIGKILL"]] }, "--json"), boundaries);
    const last = await restart("1,2,3").ended;
    note("controllers killed, the last sitting", last);
    expect(last.out).toContain("✔ rolled  3 nodes");
    expect(last.code).toBe(0);
    expect(starts(1, 2, 3)).toEqual(more(started));
    await expectSettled(before);
  }, 90_000);

  it("is killed at every boundary of a live change", async () => {
    const before = await standing();
    const started = starts(11, 12, 13);
    const boundaries = inTurn(ofLiveChange);
    expect(boundaries).toHaveLength(9);
    let set = ["--set", "config.num.io.threads=9"];
    await killedAt((at) => {
      const more = set;
      set = [];
      return roll("11,12,13", { at: [[at, "SIGKILL"]] }, "--json", ...more);
    }, boundaries);
    const last = await roll("11,12,13").ended;
    note("live change killed, the last sitting", last);
    expect(last.out).toContain("✔ rolled  3 nodes");
    expect(last.code).toBe(0);
    // Nobody was restarted, and all brokers have the same settings more.
    expect(starts(11, 12, 13)).toEqual(started);
    const { file, overrides } = await standingNow();
    expect(file.match(/^ {2}1[1-3]: \{ version: 3\.9\.1, config: \w{8}/gm)?.map((line) => line.slice(-8))).toHaveLength(
      3,
    );
    await expectSettled({ ...before, file, overrides });
  }, 150_000);
}
