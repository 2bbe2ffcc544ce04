import type { Journal, Sitting } from "../../decide/journal";
import { clock, moment } from "../moment";
import { endWord, type Stretch, spentIn, waitsOf } from "../roll-summary";
import { span } from "../span";
import { type Markup, markup, type Part } from "./markup";

interface Column {
  readonly name: string;
  /** `number`, `text` (may be long). */
  readonly look?: string;
}

/** A table that becomes a list of cards where the page is narrow. */
const table = (columns: readonly Column[], rows: readonly (readonly Part[])[]): Markup =>
  markup`<table><thead><tr>${columns.map(({ name, look = "" }) => markup`<th class="${look}">${name}</th>`)}</tr></thead><tbody>
${rows.map(
  (
    row,
  ) => markup`<tr>${row.map((cell, i) => markup`<td class="${columns[i]?.look ?? ""}" data-name="${columns[i]?.name ?? ""}">${cell}</td>`)}</tr>
`,
)}</tbody></table>`;

/** What waited and why, the longest first. */
export function waitsTable(journal: Journal): Markup {
  const waits = waitsOf(journal);
  if (waits.length === 0) return markup`<p class="quiet">Nothing waited.</p>`;
  const rows = waits
    .toSorted((a, b) => b.until - b.since - (a.until - a.since))
    .map(({ gate, node, reason, since, until }) => [
      span(until - since),
      clock(since),
      node === undefined ? "cluster" : `node ${node}`,
      markup`<code>${gate}</code>`,
      reason,
    ]);
  const columns = [
    { name: "waited", look: "number" },
    { name: "since" },
    { name: "for" },
    { name: "gate" },
    { name: "last reason", look: "text" },
  ];
  return table(columns, rows);
}

/** Each node: why it was taken and what each step took. */
export function nodesTable(journal: Journal, stretches: readonly Stretch[]): Markup {
  const columns = [
    { name: "node", look: "number" },
    { name: "took", look: "number" },
    { name: "why", look: "text" },
    { name: "steps", look: "text wide" },
    { name: "caught up", look: "number" },
  ];
  const rows = journal.finished.map(({ id, why, began, ended, did, catchUp }) => [
    id,
    span(spentIn(stretches, began, ended)),
    why,
    did.map(({ step, took }) => markup`<span class="step">${step} ${span(took)}</span> `),
    span(catchUp),
  ]);
  return table(columns, rows);
}

/** Who sat at it, when, and how it ended. */
export function sittingsTable({ sittings }: Journal): Markup {
  const columns = [
    { name: "who" },
    { name: "from (UTC)" },
    { name: "for", look: "number" },
    { name: "lease", look: "number" },
    { name: "ended", look: "text" },
  ];
  return table(
    columns,
    sittings.map((sitting) => [
      sitting.by,
      moment(sitting.began),
      sitting.ended === undefined ? "?" : span(sitting.ended - sitting.began),
      sitting.token,
      endOf(sitting),
    ]),
  );
}

function endOf(sitting: Sitting): Markup {
  const { end } = sitting;
  const word = endWord(sitting);
  if (end?.reason === undefined) return markup`${word}`;
  return markup`${word}: ${end.node === undefined ? "" : `node ${end.node}: `}${end.gate === undefined ? "" : markup`<code>${end.gate}</code>: `}${end.reason}`;
}
