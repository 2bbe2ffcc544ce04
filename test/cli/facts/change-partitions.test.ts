import fc from "fast-check";
import { expect, test } from "vitest";
import { type Change, changePartitions } from "../../../cli/facts/change-partitions";
import type { Partition } from "../../../cli/facts/kafka-health";
import { indexOf } from "../../../cli/facts/partition-index";

const brokers = [1, 2, 3, 4];

const partition: fc.Arbitrary<Partition> = fc
  .record({
    replicas: fc.subarray(brokers, { minLength: 1 }),
    // One in sync that is no replica is nonsense that must not spoil the partitions beside it.
    isr: fc.subarray([...brokers, 9]),
    minIsr: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ isr, ...rest }) => ({ topic: "t", partition: 0, leader: isr[0] ?? -1, isr, ...rest }));

const leave =
  (id: number): Change =>
  (isr, leader) => {
    const at = isr.indexOf(id);
    if (at >= 0) isr.splice(at, 1);
    return leader === id ? (isr[0] ?? -1) : leader;
  };

const join =
  (id: number): Change =>
  (isr, leader) => {
    if (!isr.includes(id)) isr.push(id);
    return leader < 0 ? id : leader;
  };

const step = fc.record({ id: fc.constantFrom(...brokers), joins: fc.boolean(), consume: fc.boolean() });

const plain = (partitions: readonly Partition[]): Partition[] =>
  partitions.map(({ topic, partition: number, leader, replicas, isr, minIsr }) => ({
    ...{ topic, partition: number, leader, replicas, isr: [...isr], minIsr },
  }));

const indexed = (partitions: readonly Partition[]): unknown => {
  const { room, behind, offline } = indexOf(partitions);
  return { room: [...room], behind: [...behind], offline: [...offline].sort((a, b) => a - b) };
};

test("changes in place come to what copies come to, and so do their indexes; what is not consumed stays", () => {
  fc.assert(
    fc.property(fc.array(partition, { maxLength: 8 }), fc.array(step, { maxLength: 12 }), (start, steps) => {
      let [mixed, copied]: [readonly Partition[], readonly Partition[]] = [start, start];
      const before = plain(start);
      const kept: [readonly Partition[], Partition[]][] = [];
      for (const { id, joins, consume } of steps) {
        const change = joins ? join(id) : leave(id);
        if (!consume) kept.push([mixed, plain(mixed)]);
        mixed = changePartitions(mixed, id, change, consume);
        copied = changePartitions(copied, id, change);
        expect(plain(mixed)).toEqual(plain(copied));
        expect(indexed(mixed)).toEqual(indexed(copied));
        expect(indexed(copied)).toEqual(indexed(plain(copied)));
      }
      for (const [one, was] of kept) expect(plain(one)).toEqual(was);
      expect(plain(start)).toEqual(before);
    }),
  );
});
