import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../../cli/decide/decide";
import type { Decision } from "../../../cli/decide/decision";
import { next } from "../../../cli/decide/plan";
import type { World } from "../../../cli/decide/world";
import { isReachable } from "../../../cli/facts/node-report";
import { placesOf } from "../../../cli/facts/partition-index";
import { type Fleet, fleetOf } from "./fleet";

// The same courses at every run.
fc.configureGlobal({ seed: 20261127 });

/** A cluster of any size and placement, and brokers that die at some moment. */
interface Course extends Fleet {
  readonly maxParallel: number;
  /** Which broker dies, after how many decisions. */
  readonly deaths: readonly (readonly [broker: number, after: number])[];
}

const course: fc.Arbitrary<Course> = fc
  .record({
    brokers: fc.integer({ min: 3, max: 12 }),
    racks: fc.integer({ min: 1, max: 4 }),
    partitions: fc.integer({ min: 1, max: 30 }),
    replicas: fc.integer({ min: 2, max: 3 }),
    minIsr: fc.integer({ min: 1, max: 2 }),
    rackAware: fc.boolean(),
    seed: fc.nat(),
    maxParallel: fc.integer({ min: 1, max: 8 }),
    deaths: fc.array(fc.tuple(fc.nat(11), fc.nat(150)), { maxLength: 2 }),
  })
  .map((one) => ({
    ...one,
    deaths: one.deaths.map(([broker, after]) => [100 + (broker % one.brokers), after] as const),
  }));

/** A broker that is dead: its host is silent. Kafka's metadata still has it in sync for a while, as it does in life. */
function die(world: World, id: number): World {
  const nodes = { ...world.observed.nodes, [id]: { unreachable: "timed out" } };
  return { ...world, observed: { ...world.observed, nodes } };
}

/** Partitions of these brokers that have min.insync.replicas among the brokers that live. */
function healthy({ observed }: World, brokers: readonly number[]): Set<number> {
  const { kafka } = observed;
  if (!isReachable(kafka)) throw new Error("no health");
  const lives = (id: number): boolean => {
    const report = observed.nodes[id];
    return report !== undefined && isReachable(report) && report.running !== null;
  };
  const places = brokers.flatMap((id) => [...placesOf(kafka.partitions, id)]);
  return new Set(
    places.filter((i) => {
      const partition = kafka.partitions[i];
      return partition !== undefined && partition.isr.filter(lives).length >= partition.minIsr;
    }),
  );
}

function* walk(start: World, deaths: Course["deaths"]): Generator<{ world: World; decision: Decision; after: World }> {
  let world = start;
  for (let i = 0; i < 5000; i += 1) {
    for (const [broker, after] of deaths) if (after === i) world = die(world, broker);
    const decision = decide(world);
    const after = next(world, decision);
    yield { world, decision, after };
    if (["done", "stop", "wait", "pause"].includes(decision.do)) return;
    world = after;
  }
  throw new Error("the roll does not end");
}

describe("batches", () => {
  it("take no partition below min.insync.replicas, whoever dies meanwhile", () => {
    let batches = 0;
    fc.assert(
      fc.property(course, (c) => {
        for (const { world, decision, after } of walk(fleetOf(c, c.maxParallel), c.deaths)) {
          if (decision.do === "take" && decision.nodes.length > 1) batches += 1;
          if (decision.do !== "step") continue;
          const stopping = decision.acts.flatMap(({ node, step }) => (step === "stop" ? [node] : []));
          const now = healthy(after, stopping);
          const lost = [...healthy(world, stopping)].filter((place) => !now.has(place));
          if (lost.length > 0) throw new Error(`taken below the minimum: ${lost.join(", ")}`);
        }
      }),
      { numRuns: 600 },
    );
    // The law would say nothing of batches if there were none.
    expect(batches).toBeGreaterThan(300);
  }, 120_000);

  it("have no two members that share a partition, and controllers alone", () => {
    fc.assert(
      fc.property(course, (c) => {
        for (const { world, decision } of walk(fleetOf(c, c.maxParallel), [])) {
          if (decision.do !== "take" || decision.nodes.length < 2 || !isReachable(world.observed.kafka)) continue;
          const ids = decision.nodes.map(({ node }) => node);
          expect(ids.length).toBeLessThanOrEqual(c.maxParallel);
          expect(ids.every((id) => id >= 100)).toBe(true);
          for (const { replicas } of world.observed.kafka.partitions)
            expect(replicas.filter((id) => ids.includes(id)).length).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it("grow from one to two to as many as are allowed", () => {
    const sizes = [
      ...walk(
        fleetOf({ brokers: 24, racks: 3, partitions: 24, replicas: 3, minIsr: 2, rackAware: true, seed: 1 }, 4),
        [],
      ),
    ]
      .flatMap(({ decision }) => (decision.do === "take" ? [decision.nodes] : []))
      .filter(([first]) => (first?.node ?? 0) >= 100)
      .map((nodes) => nodes.length);
    expect(sizes.slice(0, 2)).toEqual([1, 2]);
    expect(Math.max(...sizes)).toBe(4);
    expect(sizes.reduce((sum, n) => sum + n, 0)).toBe(24);
  });

  it("end with every node done when nobody dies", () => {
    fc.assert(
      fc.property(course, (c) => {
        const end = [...walk(fleetOf({ ...c, replicas: 3, brokers: Math.max(4, c.brokers) }, c.maxParallel), [])].at(
          -1,
        );
        expect(end?.decision.do).toBe("done");
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});
