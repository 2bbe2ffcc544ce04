import { expect, test } from "vitest";
import { breakdown, ownParts, partNames, sumOf } from "../../bench/roll-breakdown";
import type { Told } from "../../cli/ui/told";

const from = { version: "3.9.1", config: "a", image: "base", type: "m", disk: "1TiB" };
const seen = { underReplicated: 0 };
const step = (at: number, name: string, ms: number): Told => ({
  at,
  event: "step",
  node: 11,
  step: name,
  ms,
  changed: true,
});

test("every moment of a roll goes to one part, and a wait before a step is no catch-up", () => {
  const lines: Told[] = [
    { at: 0, event: "take", nodes: [{ node: 11, why: "restart", from }], ...seen },
    { at: 5, event: "begin-step", nodes: [{ node: 11, step: "fetch" }] },
    step(105, "fetch", 95),
    {
      at: 110,
      event: "wait",
      waiting: { gate: "min-isr", reason: "", since: 0, best: 1, bestAt: 0 },
      nodes: [11],
      ...seen,
    },
    { at: 610, event: "begin-step", nodes: [{ node: 11, step: "stop" }] },
    step(1610, "stop", 1000),
    { at: 1620, event: "begin-step", nodes: [{ node: 11, step: "start" }] },
    step(4620, "start", 3000),
    {
      at: 4650,
      event: "wait",
      waiting: { gate: "in-every-isr", reason: "", since: 0, best: 1, bestAt: 0 },
      nodes: [11],
      ...seen,
    },
    { at: 5150, event: "read", nodes: [11], good: 1, of: 2, ...seen },
    { at: 5700, event: "read", nodes: [11], good: 2, of: 2, ...seen },
    { at: 6250, event: "put-back", undo: { what: "protection", node: 11 } },
    { at: 6300, event: "did", what: "put-back", undo: { what: "protection", node: 11 }, ms: 50 },
    { at: 6310, event: "finish", nodes: [11], ms: {}, versions: {}, ...seen },
    { at: 6311, event: "done" },
  ];
  const found = breakdown(lines);
  expect(found.wall).toBe(6310);
  expect(sumOf(found, partNames(found))).toBe(6310);
  expect(sumOf(found, ownParts)).toBe(95 + 1000 + 3000 + 30 + 500);
  expect(found.parts.get("shut gates")).toEqual(new Map([[11, 505]]));
  expect(found.parts.get("fetch")).toEqual(new Map([[11, 95]]));
  expect(found.parts.get("steady reads")).toEqual(new Map([[11, 1100]]));
});
