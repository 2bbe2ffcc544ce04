import { describe, expect, it } from "vitest";
import type { Decision } from "../../../cli/decide/decide";
import type { Journal } from "../../../cli/decide/journal";
import { simulate } from "../../../cli/decide/simulate";
import { type CallAnswer, type Hands, type RollEnd, rollLoop } from "../../../cli/run/roll-loop";
import type { HostCall } from "../../../cli/steps/step";
import { worldOf } from "../world";

interface Course {
  readonly end: RollEnd;
  /** What was asked of nodes, in order, and each whole look before it. */
  readonly did: readonly string[];
  readonly saved: readonly Journal[];
}

/** A roll over a world that obeys, with what a test lets go wrong. */
async function run(
  wrong: Partial<Hands> & { answer?: (node: number, call: HostCall) => CallAnswer | undefined } = {},
): Promise<Course> {
  const start = worldOf();
  let { cluster, observed } = start;
  let now = start.now;
  const did: string[] = [];
  const saved: Journal[] = [];
  const obey = (decision: Decision): void => {
    ({ cluster, observed } = simulate(cluster, observed, decision));
  };
  const { answer, ...changed } = wrong;
  const hands: Hands = {
    read: () => ({ cluster, top: start.top }),
    observe: (only) => {
      did.push(only === undefined ? "look" : `look at ${only.node}`);
      return Promise.resolve(observed);
    },
    call: (node, call) => {
      did.push(`${call.verb} ${node}`);
      const said = answer?.(node, call);
      if (said === undefined) obey({ do: "step", node, step: call.verb, index: 0, call });
      return Promise.resolve(said ?? { answer: "done", changed: true });
    },
    label: (node, target) => Promise.resolve(obey({ do: "label", node, target })),
    record: (node, from, to) => Promise.resolve(obey({ do: "record", node, from, to })),
    after: (step) => Promise.resolve(void did.push(step)),
    save: (journal) => Promise.resolve(void saved.push(journal)),
    hold: () => undefined,
    sleep: (ms) => Promise.resolve(void (now += ms)),
    now: () => now,
    tell: () => undefined,
    ...changed,
  };
  return { end: await rollLoop(start.journal, start.playbook, start.checksums, hands), did, saved };
}

describe("the loop of a roll", () => {
  it("brings every node there, and looks at everything right before each stop", async () => {
    const { end, did } = await run();
    expect(end.code).toBe(0);
    expect(end.journal.finished.map((f) => f.id)).toEqual([1, 2, 3, 11, 12, 13]);
    const stops = did.flatMap((what, i) => (what.startsWith("stop ") ? [did[i - 1]] : []));
    expect(stops).toEqual(Array(6).fill("look"));
    expect(did.filter((what) => what === "look").length).toBeLessThan(20);
  });

  it("begins a step again that gave no answer, and gives up after three", async () => {
    let lost = 0;
    const once = await run({
      answer: (_, { verb }) => (verb === "install" && lost++ === 0 ? { answer: "none", reason: "lost" } : undefined),
    });
    expect(once.end.code).toBe(0);
    expect(once.did.filter((what) => what === "install 1")).toHaveLength(2);
    const never = await run({
      answer: (_, { verb }) => (verb === "install" ? { answer: "none", reason: "lost" } : undefined),
    });
    expect(never.end).toMatchObject({
      code: 1,
      node: 1,
      reason: "install was begun 3 times on node 1 and gave no answer",
    });
  });

  it("stops at a node that refuses, and touches no other", async () => {
    const { end, did } = await run({
      answer: (node, { verb }) =>
        node === 2 && verb === "stop" ? { answer: "refused", reason: "an older lease" } : undefined,
    });
    expect(end).toMatchObject({ code: 3, node: 2, reason: "stop on node 2: an older lease" });
    expect(did.some((what) => / (3|1\d)$/.test(what) && !what.startsWith("look"))).toBe(false);
    expect(end.journal.finished.map((f) => f.id)).toEqual([1]);
  });

  it("finishes the node in hand when asked to pause", async () => {
    const course: string[] = [];
    const { end } = await run({
      answer: (node, { verb }) => void course.push(`${verb} ${node}`),
      hold: () => (course.includes("stop 1") ? { code: 4, reason: "paused", finishNode: true } : undefined),
    });
    expect(end).toMatchObject({ code: 4, reason: "paused" });
    expect(end.journal.finished.map((f) => f.id)).toEqual([1]);
    expect(end.journal.inHand).toBeUndefined();
  });

  it("does nothing more once the lease is lost", async () => {
    const course: string[] = [];
    const { end } = await run({
      answer: (node, { verb }) => void course.push(`${verb} ${node}`),
      hold: () => (course.includes("stop 1") ? { code: 3, reason: "the lease is lost", finishNode: false } : undefined),
    });
    expect(end).toMatchObject({ code: 3, reason: "the lease is lost" });
    expect(course).toEqual(["fetch 1", "stop 1"]);
    expect(end.journal.inHand?.id).toBe(1);
  });

  it("goes on with the node in hand while the file cannot be read, and stops before the next", async () => {
    const { cluster, top } = worldOf();
    const course: string[] = [];
    let broken = false;
    const rolled = run({
      read: () => {
        if (broken) throw new Error("conflict marker");
        return { cluster, top };
      },
      answer: (node, { verb }) => {
        course.push(`${verb} ${node}`);
        broken = course.includes("stop 1") && !course.includes("start 1");
        return undefined;
      },
      record: () => Promise.reject(new Error("the record cannot be written")),
    });
    await expect(rolled).rejects.toThrow("the record cannot be written");
    expect(course).toEqual(["fetch 1", "stop 1", "install 1", "configure 1", "start 1"]);
  });
});
