import { expect, it } from "vitest";
import { type Ack, dueFirst, felt } from "../../bench/clients/felt";

const rate = 100;
/** Records due every 10 ms from 1000 on, each acknowledged 2 ms after it was due. */
const even: Ack[] = Array.from({ length: 200 }, (_, record) => ({ record, at: 1002 + record * 10 }));

it("takes the quickest record for one that took no time", () => {
  expect(dueFirst(even, rate)).toBe(1002);
  expect(felt(even, rate, 1002, { from: 1002, to: 3002 })).toEqual({
    records: 200,
    longestGap: 10,
    p50: 0,
    p99: 0,
    longest: 0,
  });
});

it("counts a stall for every record that was due in it, not for the first alone", () => {
  const stalled = even.map(({ record, at }) => ({ record, at: record >= 100 && record < 150 ? 2502 : at }));
  const found = felt(stalled, rate, 1002, { from: 2002, to: 2502 });
  expect(found).toEqual({ records: 50, longestGap: 510, p50: 250, p99: 500, longest: 500 });
  expect(felt(stalled, rate, 1002, { from: 1002, to: 3002 }).longestGap).toBe(510);
});
