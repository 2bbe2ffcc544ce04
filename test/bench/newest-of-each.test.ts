import { expect, test } from "vitest";
import { newestOfEach } from "../../bench/report/newest-of-each";
import type { Ran, Run } from "../../bench/report/run";

const machine = { cores: 2, processor: "", gigabytes: 1, node: "", system: "", load: [0, 0] } as const;
const run = (date: string, ...benches: Ran[]): Run => ({ format: 1, date, machine, benches });
const came = (bench: string): Ran => ({ bench, results: [] });

test("a bench that failed in the newest run keeps the figures of the one before", () => {
  const runs = [
    run("1", came("synth"), came("roll")),
    run("2", came("gone"), { bench: "roll", failed: "no" }),
    run("3", came("synth"), { bench: "help", skipped: "no" }),
  ];
  const found = newestOfEach(runs, ["synth", "help", "roll"]);
  expect(found.map(({ date, benches }) => [date, benches.map(({ bench }) => bench)])).toEqual([
    ["1", ["roll"]],
    ["3", ["synth"]],
  ]);
});
