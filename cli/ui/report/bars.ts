import type { Finished, Journal, Member, Waited } from "../../decide/journal";
import { alwaysAsked } from "../../gates";
import { rollSummary, waitsOf } from "../roll-summary";

/** A stretch of a node's time. */
export interface Bar {
  /** Name of a step, or `facts`, `catch-up`, `wait`, `well`. */
  readonly kind: string;
  readonly from: number;
  readonly to: number;
  /** What a pointer over it says. */
  readonly says: string;
}

/** A row of the timeline. */
export interface TimelineRow {
  readonly id: number;
  readonly why: string;
  readonly bars: readonly Bar[];
  readonly began: number;
  /** Absent while it is in hand. */
  readonly ended?: number;
}

/** Nodes that were taken together. */
export interface TimelineBatch {
  readonly number: number;
  readonly rows: readonly TimelineRow[];
}

/** Where the time of each node went, batch by batch. */
export function batchesOf(journal: Journal): readonly TimelineBatch[] {
  const { ended: now } = rollSummary(journal);
  const batches: { began: number; rows: TimelineRow[] }[] = [];
  for (const one of journal.finished) {
    const last = batches.at(-1);
    const row = rowOf(journal, one, one.ended);
    if (last?.began === one.began && last.rows[0]?.ended === one.ended) last.rows.push(row);
    else batches.push({ began: one.began, rows: [row] });
  }
  if (journal.batch !== undefined) {
    const { began, members } = journal.batch;
    const rows = members.map((member): TimelineRow => {
      const { ended: _open, ...row } = rowOf(journal, member, now);
      return row;
    });
    batches.push({ began, rows });
  }
  return batches.map(({ rows }, i) => ({ number: i + 1, rows }));
}

/** Waits while no node was in hand. */
export const betweenBatches = (journal: Journal): readonly Waited[] =>
  waitsOf(journal).filter(
    ({ since }) =>
      !journal.finished.some(({ began, ended }) => began <= since && since < ended) &&
      !(journal.batch !== undefined && journal.batch.began <= since),
  );

function rowOf(journal: Journal, node: Finished | Member, ended: number): TimelineRow {
  const { id, why, began, did } = node;
  const wellAt = "catchUp" in node ? caughtUp(node) : undefined;
  const last = did.at(-1);
  const lastEnd = last === undefined ? began : last.began + last.took;
  const bars: Bar[] = [{ kind: "facts", from: began, to: ended, says: "in hand" }];
  if (wellAt !== undefined && wellAt > lastEnd)
    bars.push({ kind: "catch-up", from: lastEnd, to: wellAt, says: "catching up" });
  if (wellAt !== undefined)
    bars.push({ kind: "well", from: wellAt, to: ended, says: "well: steady reads, label, record" });
  bars.push(...heldUp(journal, node, ended));
  bars.push(...did.map(({ step, began: from, took }) => ({ kind: step, from, to: from + took, says: step })));
  return { id, why, bars, began, ended };
}

/** Waits that held this node, or its whole batch, up. */
function heldUp(journal: Journal, { id, began }: Finished | Member, ended: number): Bar[] {
  return waitsOf(journal)
    .filter(({ node, since }) => (node === undefined || node === id) && began <= since && since < ended)
    .map(({ gate, reason, since, until }) => ({
      kind: alwaysAsked("until").includes(gate) ? "catch-up" : "wait",
      from: since,
      to: Math.min(until, ended),
      says: `${gate}: ${reason}`,
    }));
}

function caughtUp({ began, did, catchUp }: Finished): number {
  const last = did.at(-1);
  return last === undefined ? began : last.began + last.took + catchUp;
}
