import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advance, resume } from "../../../cli/decide/advance";
import { decide } from "../../../cli/decide/decide";
import type { Decision } from "../../../cli/decide/decision";
import { plan, plannedNodes } from "../../../cli/decide/plan";
import { simulate } from "../../../cli/decide/simulate";
import type { World } from "../../../cli/decide/world";
import { isCaughtUp } from "../../../cli/facts/caught-up";
import { isReachable } from "../../../cli/facts/node-report";
import { type Facts, worldOf } from "../world";

// The same courses at every run.
fc.configureGlobal({ seed: 20261127 });

const brokers = [11, 12, 13];

/** A partition with any replicas, any in-sync subset (the first among them), and any minimum. */
const partition = fc
  .tuple(fc.shuffledSubarray(brokers, { minLength: 1 }), fc.nat(2), fc.integer({ min: 1, max: 2 }))
  .map(
    ([replicas, out, min]) =>
      `${replicas.join(" ")} / ${replicas.slice(0, Math.max(1, replicas.length - out)).join(" ")} / ${min}`,
  );

const facts: fc.Arbitrary<Facts> = fc
  .record({
    partitions: fc
      .array(partition, { maxLength: 6 })
      .map((all) => Object.fromEntries(all.map((p, i) => [`t-${i}`, p]))),
    leader: fc.constantFrom(1, 2, 3),
    lag: fc.dictionary(fc.constantFrom("1", "2", "3"), fc.constantFrom(0, 500, 5000), { maxKeys: 1 }),
    running: fc.dictionary(fc.constantFrom("1", "2", "11", "12"), fc.constant({ version: "4.1.1" }), { maxKeys: 3 }),
  })
  .map((f) => f as Facts);

/** Every world that a roll goes through, the decision taken in it, and the one it leads to. */
function* course(start: World): Generator<{ world: World; decision: Decision; next: World }> {
  let world = start;
  for (let i = 0; i < 2000; i += 1) {
    const decision = decide(world);
    if (["stop", "wait", "pause", "done"].includes(decision.do)) {
      yield { world, decision, next: world };
      return;
    }
    const next = {
      ...world,
      ...simulate(world.cluster, world.observed, decision),
      journal: advance(world.journal, decision, world.now),
    };
    yield { world, decision, next };
    world = next;
  }
  throw new Error("the roll does not end");
}

const kafka = (world: World): Extract<World["observed"]["kafka"], { quorum: unknown }> => {
  if (!isReachable(world.observed.kafka)) throw new Error("no health");
  return world.observed.kafka;
};

describe("laws of a roll", () => {
  it("same world, same decision, and the world is not touched", () => {
    fc.assert(
      fc.property(facts, (f) => {
        const world = worldOf(f);
        const before = structuredClone(world);
        expect(decide(world)).toEqual(decide(structuredClone(world)));
        expect(world).toEqual(before);
      }),
    );
  });

  it("no partition that had min.insync.replicas is taken below it", () => {
    fc.assert(
      fc.property(facts, (f) => {
        for (const { world, next } of course(worldOf(f))) {
          for (const [i, before] of kafka(world).partitions.entries()) {
            const after = kafka(next).partitions[i];
            if (before.isr.length >= before.minIsr && (after?.isr.length ?? 0) < before.minIsr)
              throw new Error(`partition ${i} is taken below ${before.minIsr}`);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it("a quorum that had a majority caught up keeps one", () => {
    const caughtUp = ({ quorum }: ReturnType<typeof kafka>): number =>
      quorum.voters.filter((v) => isCaughtUp(quorum, v)).length;
    fc.assert(
      fc.property(facts, fc.subarray([1, 2, 3], { minLength: 1 }), (f, only) => {
        const all = worldOf(f);
        const targets = Object.fromEntries(
          Object.entries(all.journal.targets).filter(([id]) => only.includes(Number(id))),
        );
        for (const { world, next } of course({ ...all, journal: { ...all.journal, targets } }))
          if (caughtUp(kafka(world)) >= 2) expect(caughtUp(kafka(next))).toBeGreaterThanOrEqual(2);
      }),
    );
  });

  it("takes one node at a time, each once, and ends", () => {
    fc.assert(
      fc.property(facts, (f) => {
        const taken: number[] = [];
        let hand: number | undefined;
        for (const { decision } of course(worldOf(f))) {
          if (decision.do === "take") {
            expect(hand).toBeUndefined();
            expect(decision.nodes).toHaveLength(1);
            hand = decision.nodes[0]?.node;
            taken.push(...decision.nodes.map(({ node }) => node));
          }
          if (decision.do === "finish") hand = undefined;
        }
        expect(new Set(taken).size).toBe(taken.length);
      }),
    );
  });

  it("broken off anywhere and gone on with, it comes to the same end and stops no node twice", () => {
    fc.assert(
      fc.property(facts, fc.nat(60), (f, cut) => {
        const whole = [...course(worldOf(f))];
        const end = whole.at(-1);
        const at = whole[Math.min(cut, whole.length - 1)];
        if (end === undefined || at === undefined) throw new Error("an empty course");
        // The journal is as it was saved before the decision was carried out; the world as it was after.
        const again = [...course({ ...at.next, journal: resume(at.world.journal) })];
        const stops = (all: typeof whole): number[] =>
          all.flatMap(({ decision, world }) =>
            (decision.do === "step" ? decision.acts : []).flatMap(({ node, step }) => {
              const report = world.observed.nodes[node];
              const runs = report !== undefined && isReachable(report) && report.running !== null;
              return step === "stop" && runs ? [node] : [];
            }),
          );
        const before = stops(whole.slice(0, whole.indexOf(at) + 1));
        const twice = stops(again).filter((node) => before.includes(node));
        expect(twice).toEqual([]);
        expect(again.at(-1)?.next.observed.nodes).toEqual(end.next.observed.nodes);
        expect(again.at(-1)?.next.cluster).toEqual(end.next.cluster);
      }),
      { numRuns: 200 },
    );
  });

  it("a plan names the nodes that the roll takes, in its order", () => {
    fc.assert(
      fc.property(facts, (f) => {
        const taken = [...course(worldOf(f))].flatMap(({ decision }) =>
          decision.do === "take" ? decision.nodes.map(({ node }) => node) : [],
        );
        expect(plannedNodes(plan(worldOf(f))).map((n) => n.node)).toEqual(taken);
      }),
    );
  });
});
