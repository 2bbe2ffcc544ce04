import type { Colors } from "picocolors/types";
import { counted } from "../facts/counted";
import { foldRows } from "./fold-rows";
import { nodeList } from "./id-list";
import type { NodeRow, RollView } from "./roll-view";
import { shorten } from "./shorten";
import { span } from "./span";
import { table, width } from "./table";

/** What a terminal can show. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The live view as text: a line a node, then the nodes in hand. No line is wider than the terminal, nor are there more. */
export function renderRoll(view: RollView, now: number, paint: Colors, { columns, rows }: Size): string {
  const foot = footOf(view, now, paint, columns);
  const shown = foldRows(view.rows, Math.max(4, rows - foot.length - 3));
  // Columns stay where they are when rows are folded: the table is made of all of them.
  const lines = table(view.rows.map((row) => [...cells(row, view, now, paint)])).split("\n");
  const body = shown.map((one) =>
    typeof one === "number"
      ? (lines[one] ?? "")
      : paint.dim(`     … ${one.folded} ${one.state === "done" ? "done" : "to come"}`),
  );
  return [headOf(view, now, paint), ...body, ...foot].map((line) => shorten(line, columns)).join("\n");
}

function headOf(view: RollView, now: number, paint: Colors): string {
  const done = view.rows.filter((r) => r.state === "done" || r.state === "skipped").length;
  const title = view.from === view.to ? view.to : `${view.from} → ${view.to}`;
  const under = view.underReplicated
    ? `  ${paint.yellow(`${counted(view.underReplicated, "partition")} under-replicated`)}`
    : "";
  return `${paint.bold(view.cluster)}  ${title}    ${done} of ${view.rows.length} · ${span(now - view.began)}${under}`;
}

function footOf(view: RollView, now: number, paint: Colors, columns: number): string[] {
  const hand = view.rows.filter((r) => r.state === "in hand");
  const steps = hand.map((row) => `${String(row.id).padStart(4)}  ${stepsOf(row, now, paint, columns - 6)}`.trimEnd());
  const foot = [
    ...steps,
    ...waitingOf(view, now, paint),
    ...view.departures.slice(-2).map((text) => `      ${paint.yellow("not as planned")}  ${text}`),
    ...hintOf(view, hand, paint),
  ];
  return foot.length === 0 ? [] : ["", ...foot];
}

/** Steps that are done and the one that is under way; the first ones are counted where there is no room for all. */
function stepsOf({ steps, at }: NodeRow, now: number, paint: Colors, room: number): string {
  const mark = paint.green("✔");
  const done = steps.map((s) => `${mark} ${s.name} ${s.changed ? span(s.took) : paint.dim("already so")}`);
  const current = at === undefined ? [] : [`${paint.cyan("▸")} ${at.step} ${span(now - at.since)}`];
  for (let hidden = 0; ; hidden += 1) {
    const first = hidden === 0 ? [] : [`${mark} ${counted(hidden, "step")}`];
    const line = [...first, ...done.slice(hidden), ...current].join("  ");
    if (width(line) <= room || hidden >= done.length) return line;
  }
}

function waitingOf({ waiting, baking }: RollView, now: number, paint: Colors): string[] {
  if (baking !== undefined) return [`      baking for ${span(baking - now)} more: every gate has to hold`];
  if (waiting === undefined) return [];
  const who = waiting.node === undefined ? "" : `node ${waiting.node} · `;
  return [`      ${who}waiting ${span(now - waiting.since)} · ${paint.yellow(waiting.gate)}  ${waiting.reason}`];
}

function hintOf(view: RollView, hand: readonly NodeRow[], paint: Colors): string[] {
  if (view.ended || hand.length === 0) return [];
  const nodes = nodeList(hand.map(({ id }) => id));
  return [
    paint.dim(
      view.pausing
        ? `      stopping after ${nodes}; Ctrl-C again stops now`
        : `      Ctrl-C finishes ${nodes}, then stops`,
    ),
  ];
}

function* cells(row: NodeRow, view: RollView, now: number, paint: Colors): Generator<string> {
  yield row.state === "in hand" ? paint.cyan(" ▸") : "  ";
  yield String(row.id).padStart(3);
  yield row.pool;
  yield row.zone;
  yield row.version;
  switch (row.state) {
    case "done":
      yield `${paint.green("✔")} ${span(row.took ?? 0)}`;
      break;
    case "skipped":
      yield paint.dim(row.note ?? "as it should be");
      break;
    case "next":
      yield paint.dim("next");
      break;
    case "in hand":
      yield inHand(row, view, now);
  }
}

function inHand({ id, at }: NodeRow, { waiting, baking, at: all }: RollView, now: number): string {
  if (at?.note !== undefined) return at.note;
  if (at !== undefined) return at.step;
  if (baking !== undefined) return `baking, ${span(baking - now)} left`;
  if (waiting === undefined) return all ?? "taken";
  const since = `waiting ${span(now - waiting.since)}`;
  return waiting.node === undefined || waiting.node === id
    ? `${since} · ${waiting.gate}`
    : `${since} · with node ${waiting.node}`;
}
