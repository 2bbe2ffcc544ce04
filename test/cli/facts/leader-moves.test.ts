import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Partition } from "../../../cli/facts/kafka-health";
import { leaderMoves } from "../../../cli/facts/leader-moves";
import { ordersToRestore } from "../../../cli/facts/orders-to-restore";

/** `1 2 3 / 1 2`: replicas / in sync; the first in sync leads. */
const partition = (index: number, text: string): Partition => {
  const [replicas = [], isr = []] = text.split("/").map((ids) => ids.trim().split(/\s+/).filter(Boolean).map(Number));
  return { topic: "t", partition: index, replicas, isr, leader: isr[0] ?? -1, minIsr: 2 };
};
const movesOf = (id: number, texts: readonly string[], reassigning: readonly string[] = []) =>
  leaderMoves({ partitions: texts.map((text, index) => partition(index, text)), reassigning }, id);

describe("leaders away from a broker", () => {
  it("reorders what it leads and nothing else: another in-sync replica first, the broker last", () => {
    const { before, after, left } = movesOf(1, ["1 2 3 / 1 2 3", "2 1 3 / 2 1 3", "3 1 2 / 1 2"]);
    expect(before.map((one) => one.replicas)).toEqual([
      [1, 2, 3],
      [3, 1, 2],
    ]);
    expect(after).toEqual([
      { topic: "t", partition: 0, replicas: [3, 2, 1] },
      { topic: "t", partition: 2, replicas: [2, 3, 1] },
    ]);
    expect(left).toEqual([]);
  });

  it("leaves alone what nobody else can lead, and what is being reassigned", () => {
    const { after, left } = movesOf(1, ["1 / 1", "1 2 3 / 1", "1 2 3 / 1 2"], ["t-2"]);
    expect(after).toEqual([]);
    expect(left).toEqual([
      "t-0: no other replica is in sync",
      "t-1: no other replica is in sync",
      "t-2: is being reassigned",
    ]);
  });

  it("hands them out evenly", () => {
    const { after } = movesOf(
      1,
      Array.from({ length: 30 }, () => "1 2 3 4 / 1 2 3 4"),
    );
    const counts = [2, 3, 4].map((id) => after.filter(({ replicas }) => replicas[0] === id).length);
    expect(counts).toEqual([10, 10, 10]);
  });

  it("never changes who holds a partition, and can always be put back", () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    const any = ids.chain((replicas) =>
      fc.record({ replicas: fc.constant(replicas), isr: fc.shuffledSubarray(replicas, { minLength: 1 }) }),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (held, id) => {
        const partitions = held.map((one, index) => ({
          ...{ topic: "t", partition: index, minIsr: 1, leader: one.isr[0] ?? -1 },
          ...one,
        }));
        const { before, after, left } = leaderMoves({ partitions, reassigning: [] }, id);
        const led = partitions.filter((one) => one.leader === id);
        expect(before.length + left.length).toBe(led.length);
        for (const [at, { partition: index, replicas }] of after.entries()) {
          const was = partitions[index];
          expect([...replicas].sort()).toEqual([...(was?.replicas ?? [])].sort());
          expect(before[at]?.replicas).toEqual(was?.replicas);
          expect(was?.isr).toContain(replicas[0]);
          expect(replicas[0]).not.toBe(id);
          expect(replicas.at(-1)).toBe(id);
        }
        // Where another than the preferred one led, the order may be right already.
        const { orders, already, left: alone } = ordersToRestore(before, after, []);
        expect([orders.length + already, alone]).toEqual([before.length, []]);
      }),
    );
  });
});

describe("orders put back", () => {
  const order = (index: number, ...replicas: number[]) => ({ topic: "t", partition: index, replicas });

  it("only where the replicas are the same ones still", () => {
    const wanted = [order(0, 1, 2, 3), order(1, 1, 2, 3), order(2, 1, 2, 3), order(3, 1, 2, 3), order(4, 1, 2, 3)];
    const now = [order(0, 3, 2, 1), order(1, 1, 2, 3), order(2, 4, 2, 1), order(3, 2, 3, 1)];
    expect(ordersToRestore(wanted, now, ["t-3"])).toEqual({
      orders: [order(0, 1, 2, 3)],
      already: 1,
      left: ["t-2: expected replicas 1 2 3 in any order; got 4 2 1", "t-3: is being reassigned", "t-4: is gone"],
    });
  });

  it("compares ids as numbers", () => {
    expect(ordersToRestore([order(0, 9, 10, 100)], [order(0, 100, 9, 10)], []).orders).toHaveLength(1);
  });
});
