import type { Colors } from "picocolors/types";
import type { Journal } from "../decide/journal";
import { moment } from "./moment";
import { resultWord } from "./result-word";
import { rollSummary, waitsOf } from "./roll-summary";
import { span } from "./span";
import { table } from "./table";

export { renderHistoryOf } from "./render-history-of";

const head = ["ROLL", "KIND", "BY", "WHEN (UTC)", "TOOK", "NODES", "FROM → TO", "ENDED", "WAITS", "OVERRIDES"];

/** Rolls of a cluster as a table, in the order in which they are given; see `rollSummary` for `held`. */
export function renderHistory(journals: readonly Journal[], paint: Colors, held?: number): string {
  if (journals.length === 0) return "no roll yet";
  return table([head.map(paint.dim), ...journals.map((journal) => rowOf(journal, paint, held))]);
}

function rowOf(journal: Journal, paint: Colors, held: number | undefined): string[] {
  const summary = rollSummary(journal, held);
  const { from, to, done, nodes, began, took, longestWait } = summary;
  const sittings = journal.sittings.length > 1 ? ` in ${journal.sittings.length} sittings` : "";
  const waits =
    longestWait === undefined
      ? "-"
      : `${waitsOf(journal).length}, longest ${span(longestWait.until - longestWait.since)}`;
  return [
    journal.id,
    journal.kind,
    journal.by,
    moment(began),
    `${span(took)}${sittings}`,
    `${done} of ${nodes}`,
    from === to ? to : `${from} → ${to}`,
    resultWord(summary, paint),
    waits,
    Object.keys(journal.overrides).join(", ") || "-",
  ];
}
