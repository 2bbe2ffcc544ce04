import { describe, expect, it } from "vitest";
import type { Decision } from "../../../../cli/decide/decision";
import type { Journal, Undo } from "../../../../cli/decide/journal";
import { plan } from "../../../../cli/decide/plan";
import { simulate, simulateCall } from "../../../../cli/decide/simulate";
import type { Limits, World } from "../../../../cli/decide/world";
import {
  type CallAnswer,
  type Hands,
  type RollEnd,
  type RollEvent,
  rollLoop,
} from "../../../../cli/run/roll/roll-loop";
import type { Call } from "../../../../cli/steps/step";
import { fleetOf } from "../../decide/fleet";
import { worldOf } from "../../world";

interface Course {
  readonly end: RollEnd;
  /** What was asked of nodes, in order, and each look before it. */
  readonly did: readonly string[];
  readonly saved: readonly Journal[];
  readonly events: readonly RollEvent[];
}

const nameOf = (call: Call): string => (call.at === "host" ? call.verb : call.at === "kafka" ? call.ask.what : "cloud");

/** A roll over a world that obeys, with what a test lets go wrong. */
async function run(
  wrong: Partial<Hands> & {
    answer?: (node: number, call: Call) => CallAnswer | undefined;
    world?: World;
    limits?: Partial<Limits>;
  } = {},
): Promise<Course> {
  const { answer, world: start = worldOf(), limits, ...changed } = wrong;
  let { cluster, observed } = start;
  let now = start.now;
  const did: string[] = [];
  const saved: Journal[] = [];
  const events: RollEvent[] = [];
  const obey = (decision: Decision): void => {
    ({ cluster, observed } = simulate(cluster, observed, decision));
  };
  const hands: Hands = {
    read: () => ({ cluster, top: start.top }),
    observe: ({ only } = {}) => {
      did.push(only === undefined ? "look" : `look at ${only.nodes.join(" ")}`);
      return Promise.resolve({ ...observed, at: now });
    },
    async call(node, call, keep) {
      if (nameOf(call) === "cloud") await keep({ what: "protection", node });
      did.push(`${nameOf(call)} ${node}`);
      const said = answer?.(node, call);
      if (said === undefined) observed = simulateCall(cluster, observed, node, call);
      return said ?? { answer: "done", changed: true };
    },
    putBack: (undo: Undo) => Promise.resolve(void did.push(`put back ${undo.what}`)),
    label: (node, target) => Promise.resolve(obey({ do: "label", node, target })),
    record: (node, from, to) => Promise.resolve(obey({ do: "record", node, from, to })),
    after: (step) => Promise.resolve(void did.push(step)),
    save: (journal) => Promise.resolve(void saved.push(journal)),
    saveSoon: (journal) => void saved.push(journal),
    hold: () => undefined,
    sleep: (ms) => Promise.resolve(void (now += ms)),
    now: () => now,
    tell: (event) => void events.push(event),
    ...changed,
  };
  const course = {
    journal: start.journal,
    playbook: start.playbook,
    limits: { ...start.limits, ...limits },
    foreseen: plan(start),
    checksums: start.checksums,
  };
  return { end: await rollLoop(course, hands), did, saved, events };
}

describe("the loop of a roll", () => {
  it("brings every node there, and looks at everything right before each stop", async () => {
    const { end, did } = await run();
    expect(end.code).toBe(0);
    expect(end.journal.finished.map((f) => f.id)).toEqual([1, 2, 3, 11, 12, 13]);
    const stops = did.flatMap((what, i) => (what.startsWith("stop ") ? [did[i - 1]] : []));
    expect(stops).toEqual(Array(6).fill("look"));
    expect(did.filter((what) => what === "look").length).toBeLessThan(30);
  });

  it("writes down what it changes for a time before it does, and puts it back", async () => {
    const { end, did, saved } = await run({ world: worldOf({}, {}, { image: "base-13" }) });
    const moved = did.indexOf("cloud 11");
    const back = did.indexOf("put back protection", moved);
    expect(did.indexOf("stop 11")).toBeLessThan(moved);
    expect(did.slice(moved + 1, back).filter((what) => !what.startsWith("look"))).toEqual([]);
    expect(saved.some(({ undo }) => undo.some((one) => one.what === "protection" && one.node === 11))).toBe(true);
    expect(end.journal.undo).toEqual([]);
  });

  it("does nothing more before what a later sitting acts on is saved", async () => {
    const order: string[] = [];
    const save = async (): Promise<void> => {
      order.push("save");
      for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
      order.push("saved");
    };
    const answer = (): undefined => void order.push("call");
    const { end } = await run({ save, answer, saveSoon: () => void order.push("soon") });
    expect(end.code).toBe(0);
    const next = order.flatMap((one, i) => (one === "save" ? [order[i + 1]] : []));
    expect(next).toEqual(next.map(() => "saved"));
    const soon = order.flatMap((one, i) => (one === "soon" ? [order[i + 1]] : []));
    expect(soon.filter((one) => one === "call").length).toBeGreaterThan(10);
  });

  it("puts back on the way out, and keeps written down what cannot be", async () => {
    const refuse = (node: number, call: Call): CallAnswer | undefined =>
      node === 11 && nameOf(call) === "cloud" ? { answer: "failed", reason: "no" } : undefined;
    const world = worldOf({}, {}, { image: "base-13" });
    const { end, did } = await run({ world, answer: refuse });
    expect(did.at(-1)).toBe("put back protection");
    expect(end.journal.undo).toEqual([]);
    let broken = false;
    const answer = (node: number, call: Call): CallAnswer | undefined => {
      broken ||= refuse(node, call) !== undefined;
      return refuse(node, call);
    };
    const putBack = (): Promise<void> =>
      broken ? Promise.reject(new Error("ec2: nobody answers")) : Promise.resolve();
    const stuck = await run({ world, answer, putBack });
    expect(stuck.end).toMatchObject({ code: 1, node: 11, reason: "machine on node 11: no" });
    expect(stuck.end.journal.undo).toMatchObject([{ what: "protection", node: 11 }]);
  });

  it("looks again before a step to which the playbook adds a gate", async () => {
    const start = worldOf();
    const steps = start.playbook.node.steps.map((use) =>
      use.name === "install" ? { ...use, gates: ["no-reassignment"] } : use,
    );
    const { did } = await run({
      world: { ...start, playbook: { ...start.playbook, node: { ...start.playbook.node, steps } } },
    });
    expect(did[did.indexOf("install 11") - 1]).toBe("look");
  });

  it("takes a live change back without a start", async () => {
    const written = { version: "3.9.1", config: "llllllll", sha256: "other", expected: "other" };
    const facts = { written: { 12: written }, overrides: { 12: { "num.io.threads": "16" } } };
    const { end, did } = await run({ world: worldOf(facts, {}, { version: "3.9.1" }) });
    expect(did.filter((what) => what.endsWith(" 12") && !what.startsWith("look"))).toEqual([
      "fetch 12",
      "configure 12",
      "set 12",
    ]);
    expect(end.code).toBe(0);
  });

  it("stops several at the same time, and looks at everything right before", async () => {
    const fleet = { brokers: 12, racks: 3, partitions: 12, replicas: 3, minIsr: 2, rackAware: true, seed: 3 };
    const { end, did } = await run({ world: fleetOf(fleet, 4) });
    expect(end.code).toBe(0);
    expect(end.journal.finished).toHaveLength(15);
    const together = did.flatMap((what, i) =>
      what.startsWith("stop 1") && did[i + 1]?.startsWith("stop 1") ? [i] : [],
    );
    expect(together.length).toBeGreaterThan(0);
    for (const i of together) if (!did[i - 1]?.startsWith("stop ")) expect(did[i - 1]).toBe("look");
  });

  it("begins a step again that gave no answer, and gives up after three", async () => {
    let lost = 0;
    const once = await run({
      answer: (_, call) =>
        nameOf(call) === "install" && lost++ === 0 ? { answer: "none", reason: "lost" } : undefined,
    });
    expect(once.end.code).toBe(0);
    expect(once.did.filter((what) => what === "install 1")).toHaveLength(2);
    const never = await run({
      answer: (_, call) => (nameOf(call) === "install" ? { answer: "none", reason: "lost" } : undefined),
    });
    expect(never.end).toMatchObject({
      code: 1,
      node: 1,
      reason: "install was begun 3 times on node 1 and gave no answer",
    });
  });

  it("stops at a node that refuses, and touches no other", async () => {
    const { end, did } = await run({
      answer: (node, call) =>
        node === 2 && nameOf(call) === "stop" ? { answer: "refused", reason: "an older lease" } : undefined,
    });
    expect(end).toMatchObject({ code: 3, node: 2, reason: "stop on node 2: an older lease" });
    expect(did.some((what) => / (3|1\d)$/.test(what) && !what.startsWith("look"))).toBe(false);
    expect(end.journal.finished.map((f) => f.id)).toEqual([1]);
  });

  it("finishes the nodes in hand when asked to pause", async () => {
    const course: string[] = [];
    const { end } = await run({
      answer: (node, call) => void course.push(`${nameOf(call)} ${node}`),
      hold: () => (course.includes("stop 1") ? { code: 4, reason: "paused", finishNode: true } : undefined),
    });
    expect(end).toMatchObject({ code: 4, reason: "paused" });
    expect(end.journal.finished.map((f) => f.id)).toEqual([1]);
    expect(end.journal.batch).toBeUndefined();
  });

  it("pauses after as many nodes as were asked for, and when its time is up", async () => {
    const after = await run({ limits: { pauseAfter: 2 } });
    expect(after.end).toMatchObject({ code: 4 });
    expect(after.end.journal.finished).toHaveLength(2);
    const time = await run({ limits: { deadline: worldOf().now + 1000 } });
    expect(time.end).toMatchObject({ code: 4, reason: "its time is up; run it again to go on" });
    expect(time.end.journal.finished).toHaveLength(1);
  });

  it("does nothing more once the lease is lost", async () => {
    const course: string[] = [];
    const { end } = await run({
      answer: (node, call) => void course.push(`${nameOf(call)} ${node}`),
      hold: () => (course.includes("stop 1") ? { code: 3, reason: "the lease is lost", finishNode: false } : undefined),
    });
    expect(end).toMatchObject({ code: 3, reason: "the lease is lost" });
    expect(course.at(-1)).toBe("stop 1");
    expect(end.journal.batch?.members.map((m) => m.id)).toEqual([1]);
  });

  it("says where it departs from its plan", async () => {
    const world = worldOf();
    let looks = 0;
    const { kafka } = world.observed;
    if ("unreachable" in kafka) throw new Error("no health");
    // The plan was made while 3 led the quorum; now 1 does, and so it is not taken first.
    const moved = { ...world.observed, kafka: { ...kafka, quorum: { ...kafka.quorum, leader: 1 } } };
    const { end, events } = await run({
      observe: () => Promise.resolve(looks++ === 0 ? moved : world.observed),
      hold: () => (looks > 1 ? { code: 3, reason: "enough", finishNode: false } : undefined),
    });
    expect(end.journal.departures.map(({ text }) => text)).toEqual(["node 2 taken where the plan had node 1"]);
    expect(events.some(({ event }) => event === "departed")).toBe(true);
  });

  it("goes on with the node in hand while the file cannot be read, and stops before the next", async () => {
    const { cluster, top } = worldOf();
    const course: string[] = [];
    let broken = false;
    const { end } = await run({
      read: () => {
        if (broken) throw new Error("conflict marker");
        return { cluster, top };
      },
      answer: (node, call) => {
        course.push(`${nameOf(call)} ${node}`);
        broken = course.includes("stop 1") && !course.includes("start 1");
        return undefined;
      },
      record: () => Promise.reject(new Error("the record cannot be written")),
    });
    expect(end).toMatchObject({ code: 1, reason: "node 1 was not recorded: the record cannot be written" });
    expect(end.journal.batch?.members.map(({ id }) => id)).toEqual([1]);
    expect(course.filter((what) => !what.startsWith("move"))).toEqual([
      "fetch 1",
      "stop 1",
      "install 1",
      "configure 1",
      "start 1",
    ]);
  });
});
