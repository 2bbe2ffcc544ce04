import type { NodeRow } from "./roll-view";

/** A row by its index, or so many rows in a row that are not shown. */
export type FoldedRow = number | { readonly folded: number; readonly state: "done" | "to come" };

/** Rows that fit into so many lines: those in hand all, those done and to come next to them. */
export function foldRows(rows: readonly NodeRow[], lines: number): readonly FoldedRow[] {
  const all = rows.map((_, i) => i);
  if (rows.length <= lines) return all;
  const isOver = ({ state }: NodeRow): boolean => state === "done" || state === "skipped";
  const inHand = all.filter((i) => rows[i]?.state === "in hand");
  const over = all.filter((i) => rows[i] !== undefined && isOver(rows[i]));
  const next = all.filter((i) => rows[i]?.state === "next");
  const left = Math.max(2, lines - inHand.length);
  // What is to come says more than what is done, and a folded part takes a line of its own.
  const ahead = Math.min(next.length, Math.max(Math.ceil(left / 2), left - over.length));
  const behind = Math.min(over.length, left - ahead);
  const kept = (ids: readonly number[], room: number): number =>
    ids.length <= room ? ids.length : Math.max(0, room - 1);
  const before = over.slice(over.length - kept(over, behind));
  const after = next.slice(0, kept(next, ahead));
  return [
    ...folded(over.length - before.length, "done"),
    ...before,
    ...inHand,
    ...after,
    ...folded(next.length - after.length, "to come"),
  ];
}

const folded = (n: number, state: "done" | "to come"): FoldedRow[] => (n === 0 ? [] : [{ folded: n, state }]);
