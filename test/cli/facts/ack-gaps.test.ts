import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AckEvent, ackGaps, noAcks, withAck } from "../../../cli/facts/ack-gaps";

const began = 1_000_000;
const acked = (partition: number, after: number): AckEvent => ({ event: "acked", partition, at: began + after });
const rested = (partition: number, after: number): AckEvent => ({ event: "rested", partition, at: began + after });
/** Gaps with times counted from the beginning. */
const gapsOf = (partitions: number, events: readonly AckEvent[], after: number) => {
  const all = ackGaps(events.reduce(withAck, noAcks(began, partitions)), began + after);
  return { ...all, gaps: all.gaps.map(([at, gap]) => [at - began, gap]) };
};

describe("gaps between acks", () => {
  it("are the longest between two acks of the same partition, by stretches of 5 s", () => {
    const events = [acked(0, 100), acked(1, 200), acked(0, 1400), acked(1, 900), acked(0, 5100), acked(1, 5600)];
    // 0: 100, 1300, 3700; 1: 200, 700, 4700; open: 900 and 400.
    expect(gapsOf(2, events, 6000)).toEqual({
      gaps: [
        [0, 4700],
        [5000, 4700],
      ],
      longest: 4700,
      sent: 0,
      failed: 0,
    });
  });

  it("count in every stretch that they reach into, with their whole length", () => {
    const events = [acked(0, 4000), acked(0, 16_000), acked(0, 17_000), acked(0, 21_000)];
    expect(gapsOf(1, events, 21_500).gaps).toEqual([
      [0, 12_000],
      [5000, 12_000],
      [10_000, 12_000],
      [15_000, 12_000],
      [20_000, 4000],
    ]);
  });

  it("grow while nothing is acked, from the very beginning on", () => {
    expect(gapsOf(1, [], 0)).toEqual({ gaps: [], longest: 0, sent: 0, failed: 0 });
    expect(gapsOf(2, [acked(0, 10), acked(0, 2900)], 3000).longest).toBe(3000);
    expect(gapsOf(1, [acked(0, 10)], 9000)).toMatchObject({
      gaps: [
        [0, 8990],
        [5000, 8990],
      ],
    });
  });

  it("are ended neither by a record that failed nor by another partition", () => {
    const events: AckEvent[] = [{ event: "sent" }, acked(0, 100), { event: "sent" }, { event: "failed" }];
    expect(gapsOf(2, [...events, acked(1, 2000)], 4000)).toMatchObject({ longest: 3900, sent: 2, failed: 1 });
  });

  it("end where a partition rests, for good", () => {
    const events = [acked(0, 100), rested(0, 400), acked(0, 90_000), rested(0, 95_000)];
    expect(gapsOf(1, events, 100_000)).toMatchObject({ gaps: [[0, 300]], longest: 300 });
  });

  it("are kept in a thousand stretches at most, the longest of each", () => {
    const hour = 3_600_000;
    const events = Array.from({ length: 12 * 3600 }, (_, second) => acked(0, (second + 1) * 1000));
    const { gaps, longest } = gapsOf(1, [...events.slice(0, 7199), ...events.slice(7205)], 12 * hour);
    expect(longest).toBe(7000);
    // 5 s have become 80 s.
    expect(gaps.length).toBe(541);
    expect(gaps.slice(88, 92)).toEqual([
      [7040_000, 1000],
      [7120_000, 7000],
      [7200_000, 7000],
      [7280_000, 1000],
    ]);
  });

  it("are, whatever comes, as long as the longest wait of any partition, and hide none", () => {
    const steps = fc.array(fc.record({ partition: fc.nat(3), wait: fc.oneof(fc.nat(400), fc.nat(4_000_000)) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, fc.nat(20_000), (each, rest) => {
        let now = 0;
        const events = each.map(({ partition, wait }) => acked(partition, (now += wait)));
        const end = now + rest;
        const waits = [0, 1, 2, 3].flatMap((partition) => {
          const times = events.flatMap((one) =>
            one.event === "acked" && one.partition === partition ? [one.at - began] : [],
          );
          const all = [0, ...times, end];
          return all.slice(1).map((to, index) => ({ from: all[index] ?? 0, to, gap: to - (all[index] ?? 0) }));
        });
        const { gaps, longest } = gapsOf(4, events, end);
        expect(longest).toBe(Math.max(...waits.map(({ gap }) => gap)));
        expect(gaps.length).toBeLessThanOrEqual(1000);
        const stretch = Math.min(...gaps.slice(1).map(([at = 0], index) => at - (gaps[index]?.[0] ?? 0)), 2 ** 40);
        for (const [at = 0, gap] of gaps)
          expect(gap).toBe(
            Math.max(...waits.filter((one) => one.from < at + stretch && one.to >= at).map((one) => one.gap)),
          );
      }),
    );
  });
});
