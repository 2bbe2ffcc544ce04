import pc from "picocolors";
import { describe, expect, it } from "vitest";
import { plan } from "../../../cli/decide/plan";
import type { NodeReport } from "../../../cli/facts/node-report";
import { beginOf } from "../../../cli/ui/begin-of";
import { renderEnd, renderStopNow } from "../../../cli/ui/render-end";
import { renderRoll, type Size } from "../../../cli/ui/render-roll";
import { rollLine } from "../../../cli/ui/roll-lines";
import { type RollView, viewAfter } from "../../../cli/ui/roll-view";
import { startView } from "../../../cli/ui/start-view";
import { width } from "../../../cli/ui/table";
import type { Told } from "../../../cli/ui/told";
import { aRoll, type Beside, type Rolled } from "./a-roll";
import { wideWorld } from "./wide-world";

const plain = pc.createColors(false);
const now = Date.parse("2026-11-22T05:31:12Z");
const size: Size = { columns: 100, rows: 40 };
const six = () => wideWorld(6, { now, limits: { maxParallel: 4 } });

interface Frame extends Rolled {
  readonly view: RollView;
  readonly at: number;
  readonly lines: (size: Size, more?: number) => string[];
}

/** The live view at the first event at which something holds. */
function frameAt(until: (told: Told) => boolean, beside: Beside = {}, world = six()): Frame {
  const rolled = aRoll(world, { ...beside, until });
  const at = rolled.told.at(-1)?.at ?? now;
  const view = rolled.told.reduce(viewAfter, startView(beginOf(world.cluster, world.journal, plan(world), now)));
  return { ...rolled, view, at, lines: (given, more = 0) => renderRoll(view, at + more, plain, given).split("\n") };
}

const beginOf12 =
  (name: string) =>
  (told: Told): boolean =>
    told.event === "begin-step" && told.nodes.some(({ node, step }) => node === 12 && step === name);
const stopOf12 = beginOf12("stop");
const wait =
  (node: number, ms = 0) =>
  (told: Told): boolean =>
    told.event === "wait" && told.waiting.node === node && told.at - told.waiting.since >= ms;

describe("the live view of a roll", () => {
  it("two brokers in hand, each with its steps", () => {
    expect(frameAt(stopOf12).lines(size, 4100)).toEqual([
      "kafka-write  3.9.1 → 4.1.1    4 of 9 · 2m31s",
      "      1  controllers  az1  4.1.1  ✔ 34s",
      "      2  controllers  az2  4.1.1  ✔ 35s",
      "      3  controllers  az3  4.1.1  ✔ 36s",
      "     11  brokers      az1  4.1.1  ✔ 34s",
      " ▸   12  brokers      az2  3.9.1  stop",
      " ▸   15  brokers      az2  3.9.1  stop",
      "     13  brokers      az3  3.9.1  next",
      "     16  brokers      az3  3.9.1  next",
      "     14  brokers      az1  3.9.1  next",
      "",
      "  12  ✔ fetch 6.5s  ▸ stop 4.1s",
      "  15  ✔ fetch 6.2s  ▸ stop 4.1s",
      "      Ctrl-C finishes nodes 12, 15, then stops",
    ]);
  });

  it("what is waited for, for which node, why and since when", () => {
    const { lines } = frameAt(wait(12, 5000), { lag: 14 });
    expect(lines(size)).toContain(" ▸   12  brokers      az2  3.9.1  waiting 6s · in-every-isr");
    expect(lines(size)).toContain(" ▸   15  brokers      az2  3.9.1  waiting 6s · with node 12");
    expect(lines(size)).toContain(
      "      node 12 · waiting 6s · in-every-isr  9 of 24 partitions behind, first orders-0: 2 in sync of 3",
    );
  });

  it("fits a small terminal: no line is wider, no more lines than it has, and the step under way is never cut", () => {
    const narrow = { columns: 60, rows: 12 };
    for (const frame of [
      frameAt(wait(12), { lag: 14 }),
      frameAt(stopOf12),
      frameAt(wait(13), { lag: 14 }, wideWorld(60, { now })),
    ]) {
      const lines = frame.lines(narrow);
      expect(lines.length).toBeLessThan(narrow.rows);
      expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(narrow.columns);
    }
    const { lines } = frameAt(beginOf12("start"));
    expect(lines({ columns: 40, rows: 24 }).join("\n")).toContain("  12  ✔ 4 steps  ▸ start 0s");
  });

  it("many nodes: those in hand, what was done last, what comes next", () => {
    const world = wideWorld(60, { now, limits: { maxParallel: 4 } });
    const { lines } = frameAt((told) => told.event === "read" && told.nodes.length === 4, {}, world);
    const shown = lines({ columns: 80, rows: 24 });
    expect(shown.slice(0, 6)).toEqual([
      "kafka-write  3.9.1 → 4.1.1    6 of 63 · 3m27s",
      "     … 2 done",
      "      3  controllers  az3  4.1.1  ✔ 36s",
      "     11  brokers      az1  4.1.1  ✔ 34s",
      "     12  brokers      az2  4.1.1  ✔ 36s",
      "     15  brokers      az2  4.1.1  ✔ 36s",
    ]);
    expect(shown).toContain("     … 48 to come");
    expect(shown.length).toBeLessThan(24);
  });

  it("a bake, a departure, a pause, an answer that did not come, and the end", () => {
    const { view, at } = frameAt(stopOf12);
    const text = (...told: readonly Told[]): string => renderRoll(told.reduce(viewAfter, view), at, plain, size);
    expect(text({ at, event: "bake", nodes: [12], until: at + 30_000, underReplicated: 0 })).toContain(
      "baking for 30s more",
    );
    expect(text({ at, event: "departed", text: "node 14 taken where the plan had node 12" })).toContain(
      "not as planned  node 14",
    );
    expect(text({ at, event: "no-answer", node: 12, step: "stop", reason: "connection lost" })).toContain(
      "no answer: connection lost",
    );
    expect(text({ at, event: "put-back", undo: { what: "protection", node: 12 } })).toBeTypeOf("string");
    expect(renderRoll({ ...view, pausing: true }, at, plain, size)).toContain(
      "stopping after nodes 12, 15; Ctrl-C again stops now",
    );
    expect(renderRoll({ ...view, ended: true }, at, plain, size)).not.toContain("Ctrl-C");
  });
});

describe("a roll in plain lines", () => {
  it("one for each thing that happens, a wait once", () => {
    const { told } = aRoll(six(), { lag: 14 });
    const lines = told.flatMap((one, i) => rollLine(one, told[i - 1]) ?? []);
    const from = lines.findIndex((line) => line.startsWith("nodes 12, 15: taken"));
    const to = lines.findIndex((line) => line.startsWith("node 12: done"));
    expect(lines.slice(from, to + 1)).toEqual([
      "nodes 12, 15: taken: version 3.9.1 → 4.1.1, config kkkkkkkk → llllllll",
      "node 12: fetch 6.5s",
      "node 15: fetch 6.2s",
      "node 12: stop 8.7s",
      "node 15: stop 8.4s",
      "node 12: install 1.2s",
      "node 15: install 0.9s",
      "node 12: configure 0.7s (already so)",
      "node 15: configure 0.4s (already so)",
      "node 12: start 12s",
      "node 15: start 11s",
      "node 12: waiting: in-every-isr: 13 of 24 partitions behind, first orders-0: 2 in sync of 3",
      "node 12: recorded 3.9.1 → 4.1.1, config kkkkkkkk → llllllll",
      "node 15: recorded 3.9.1 → 4.1.1, config kkkkkkkk → llllllll",
      "node 12: done 55s; node 15: done 55s",
    ]);
  });
});

describe("a roll that did not come to its end", () => {
  const { world } = frameAt(wait(12, 5000), { lag: 14 });
  const { 12: report } = world.observed.nodes;
  const tail = ["ERROR Shutdown broker because all log dirs have failed"];
  const observed = {
    ...world.observed,
    nodes: { ...world.observed.nodes, 12: { ...report, tail } as typeof report & object },
  };
  const journal = { ...world.journal, undo: [{ what: "protection", node: 12 } as const] };

  it("says that the data disk is full, which the log's last lines need not", () => {
    const disk = { ...(report as NodeReport).disk, size: 1000, used: 985 };
    const nodes = { ...observed.nodes, 12: { ...(report as NodeReport), tail, disk } };
    const end = { code: 1, node: 12, reason: "start on node 12: ended while starting", journal } as const;
    expect(renderEnd({ ...end, observed: { ...observed, nodes } }, world.cluster, plain)).toContain(
      "  │ its data disk is full: 98 % used\n",
    );
    expect(renderEnd({ ...end, observed }, world.cluster, plain)).not.toContain("is full");
  });

  it("says why, what the node's log says, where all stands, and what is to be put back", () => {
    const reason = "9 of 24 partitions behind; no progress for 300 s";
    expect(
      renderEnd({ code: 3, node: 12, gate: "in-every-isr", reason, journal, observed }, world.cluster, plain),
    ).toBe(
      [
        "refused  node 12: in-every-isr: 9 of 24 partitions behind; no progress for 300 s",
        "  │ ERROR Shutdown broker because all log dirs have failed",
        "  done: 1-3, 11; not taken: 13, 14, 16",
        "  in hand: node 12, fetch, stop, install, configure, start done",
        "  in hand: node 15, fetch, stop, install, configure, start done",
        "  to be put back: the protection of node 12's instance",
        "  the same command goes on from here and puts it back; clusters/kafka-write.yaml says what is done",
      ].join("\n"),
    );
  });

  it("on the second Ctrl-C: where every node stands", () => {
    expect(renderStopNow(world.cluster, journal).split("\n")).toEqual([
      "stopped now",
      "  done and recorded: 1-3, 11",
      "  in hand: node 12, fetch, stop, install, configure, start done; a step that runs on it ends by itself",
      "  in hand: node 15, fetch, stop, install, configure, start done; a step that runs on it ends by itself",
      "  not touched: 13, 14, 16",
      "  to be put back: the protection of node 12's instance",
      "  the same command goes on from here",
    ]);
  });
});
