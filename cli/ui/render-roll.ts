import type { Colors } from "picocolors/types";
import type { NodeRow, RollView } from "./roll-view";
import { span } from "./span";
import { table } from "./table";

/** The live view as text: a line a node, then the node in hand. */
export function renderRoll(view: RollView, now: number, paint: Colors): string {
  const done = view.rows.filter((r) => r.state === "done" || r.state === "skipped").length;
  const title = view.from === view.to ? view.to : `${view.from} → ${view.to}`;
  const head = `${paint.bold(view.cluster)}  ${title}    ${done} of ${view.rows.length} · ${span(now - view.began)}`;
  const rows = view.rows.map((row) => [...cells(row, view, now, paint)]);
  const hand = view.rows.find((r) => r.state === "in hand");
  const foot: string[] = [];
  if (hand !== undefined) {
    const steps = view.steps.map((s) => `${paint.green("✔")} ${s.name} ${span(s.took)}`);
    foot.push("", `${String(hand.id).padStart(4)}  ${steps.join("  ")}`.trimEnd());
    if (view.waiting !== undefined) foot.push(`      ${paint.yellow(view.waiting.gate)}  ${view.waiting.reason}`);
  } else if (view.waiting !== undefined) {
    foot.push(
      "",
      `      waiting ${span(now - view.waiting.since)} · ${paint.yellow(view.waiting.gate)}  ${view.waiting.reason}`,
    );
  }
  if (hand !== undefined)
    foot.push(
      paint.dim(
        view.pausing
          ? `      stopping after node ${hand.id}; Ctrl-C again stops now`
          : `      Ctrl-C finishes node ${hand.id}, then stops`,
      ),
    );
  return [head, table(rows), ...foot].join("\n");
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
      yield view.waiting === undefined
        ? (view.at ?? "")
        : `waiting ${span(now - view.waiting.since)} · ${view.waiting.gate}`;
  }
}
