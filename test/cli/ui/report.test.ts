import pc from "picocolors";
import { describe, expect, it } from "vitest";
import { parseJournal } from "../../../cli/decide/parse-journal";
import { renderHistory, renderHistoryOf } from "../../../cli/ui/render-history";
import { batchesOf } from "../../../cli/ui/report/bars";
import { reportHtml } from "../../../cli/ui/report/report-html";
import { timeScale } from "../../../cli/ui/report/time-scale";
import { rollSummary, stretchesOf } from "../../../cli/ui/roll-summary";
import { aWholeRoll } from "./a-roll";
import { wideWorld } from "./wide-world";

const now = Date.parse("2026-11-22T05:31:12Z");
const world = wideWorld(6, { now, limits: { maxParallel: 4 } });
const journal = aWholeRoll(world);
const plain = pc.createColors(false);
const minute = 60_000;

describe("the report of a roll", () => {
  it("is one file that asks for nothing else", () => {
    const html = reportHtml(journal);
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).not.toMatch(/\b(?:src|href)=|@import|https?:|<script|url\((?!#)/);
    expect(html).toContain("kafka-write 3.9.1 → 4.1.1: roll 20261122-0531-k7");
    expect(html).toContain("Longest gap between two acks");
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("escapes whatever the journal says, in text and in attributes", () => {
    const evil = `<script>alert("x")</script>' onload='y`;
    const html = reportHtml({
      ...journal,
      cluster: evil,
      id: evil,
      by: evil,
      playbook: evil,
      overrides: { [evil]: evil },
      accepted: { [evil]: evil },
      set: [{ key: evil, from: evil, to: evil }],
      departures: [{ at: now, text: evil }],
      waits: [{ gate: evil, reason: evil, since: now, until: now + 5 }, ...journal.waits],
      finished: journal.finished.map((one) => ({
        ...one,
        why: evil,
        did: one.did.map((did) => ({ ...did, step: evil })),
      })),
      sittings: [{ by: evil, began: now, token: 1, ended: now + 9, end: { code: 3, reason: evil, gate: evil } }],
      ...(journal.acks === undefined ? {} : { acks: { ...journal.acks, topic: evil } }),
    });
    expect(html).not.toContain("<script");
    expect(html).not.toContain("' onload='");
    expect(html).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
  });

  it("of a roll of which nothing is done yet", () => {
    const html = reportHtml(world.journal);
    expect(html).toContain("No node was taken.");
    expect(html).toContain("Nothing waited.");
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("nodes that were taken together are one batch, and their bars lie within it", () => {
    const batches = batchesOf(journal);
    expect(batches.map(({ rows }) => rows.map(({ id }) => id))).toEqual([
      [1],
      [2],
      [3],
      [11],
      [12, 15],
      [13, 16],
      [14],
    ]);
    for (const { rows } of batches)
      for (const { began, ended = Number.POSITIVE_INFINITY, bars } of rows)
        for (const { from, to } of bars) expect(began <= from && from <= to && to <= ended).toBe(true);
  });

  it("time in which nobody sat at it is a strip, whatever it lasted", () => {
    const sat = [
      { from: 0, to: 10 * minute },
      { from: 600 * minute, to: 610 * minute },
    ];
    const { x, breaks, ticks } = timeScale(sat);
    expect([x(0), x(10 * minute), x(600 * minute), x(610 * minute)]).toEqual([0, 48.5, 51.5, 100]);
    expect(breaks).toEqual([{ from: 48.5, to: 51.5, lasts: 590 * minute }]);
    expect(ticks.length).toBeLessThan(12);
    expect(ticks[0]?.label).toBe("00:00");
  });
});

describe("the history of a cluster", () => {
  it("a line a roll", () => {
    expect(renderHistory([journal], plain).split("\n")).toEqual([
      "ROLL              KIND  BY             WHEN (UTC)        TOOK                 NODES   FROM → TO      ENDED  WAITS             OVERRIDES",
      "20261122-0531-k7  roll  ops@bastion-1  2026-11-22 05:31  6m55s in 2 sittings  9 of 9  3.9.1 → 4.1.1  done   4, longest 1m07s  no-pending-changes",
    ]);
    expect(renderHistory([], plain)).toBe("no roll yet");
  });

  it("one roll in all its details", () => {
    const text = renderHistoryOf(journal, plain);
    expect(text).toContain("  no-pending-changes  the security group of the bastion is changed by hand until Friday");
    expect(text).toContain("  2026-11-22 05:31  ?      ops@bastion-1  lease 41  broken off");
    expect(renderHistoryOf(journal, plain, 41)).toContain("lease 41  under way");
    expect(text).toMatch(/ {2}06:21:37 {2}1m07s {2}node 12 {2}nothing-newly-under-replicated {2}/);
  });

  it("a sitting that was broken off lasts as long as anything is known of it", () => {
    const [first, second] = stretchesOf(journal);
    expect((first?.to ?? 0) - now).toBeLessThan(5 * minute);
    expect(second?.from).toBeGreaterThan(now + 45 * minute);
    expect(rollSummary({ ...journal, sittings: journal.sittings.slice(0, 1) }).result).toBe("broken off");
    expect(rollSummary({ ...journal, sittings: journal.sittings.slice(0, 1) }, 41).result).toBe("under way");
  });

  it("what is shown is what the bucket keeps", () => {
    expect(parseJournal(JSON.parse(JSON.stringify(journal)))).toEqual(journal);
  });
});
