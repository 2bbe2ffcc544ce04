import type { Journal } from "../../decide/journal";
import { counted } from "../../facts/counted";
import { describeUndo } from "../../run/roll/roll-loop";
import { clock } from "../moment";
import type { RollSummary } from "../roll-summary";
import { span } from "../span";
import { type Markup, markup, none } from "./markup";

interface Figure {
  readonly value: string;
  readonly name: string;
  readonly more?: string;
}

/** What a roll came to, in a few numbers. */
export function figures(journal: Journal, summary: RollSummary): Markup {
  const { done, nodes, took, began, ended, longestWait } = summary;
  const whole = ended - began;
  const most = Math.max(0, ...journal.behind.map(([, n]) => n));
  const all: Figure[] = [
    { value: `${done} of ${nodes}`, name: "nodes" },
    {
      value: span(took),
      name: "time",
      ...(whole - took > 60_000 ? { more: `from first to last ${span(whole)}` } : {}),
    },
    {
      value: longestWait === undefined ? "none" : span(longestWait.until - longestWait.since),
      name: "longest wait",
      ...(longestWait === undefined
        ? {}
        : { more: `${longestWait.gate}${longestWait.node === undefined ? "" : `, node ${longestWait.node}`}` }),
    },
    { value: String(most), name: "partitions under-replicated at most" },
    ...(journal.acks === undefined
      ? []
      : [
          {
            value: `${Math.round(journal.acks.longest)} ms`,
            name: "longest gap between acks",
            more: `${journal.acks.sent.toLocaleString("en")} sent, ${journal.acks.failed} failed`,
          },
        ]),
    { value: String(Object.keys(journal.overrides).length), name: "gates overridden" },
  ];
  return markup`<dl class="figures">${all.map(
    ({ value, name, more }) =>
      markup`<div><dt>${name}</dt><dd>${value}${more === undefined ? none : markup`<small>${more}</small>`}</dd></div>`,
  )}</dl>`;
}

/** What somebody should know who reads nothing else: exceptions that were made, and what is open still. */
export function notes(journal: Journal): Markup {
  const lines = [
    ...Object.entries(journal.overrides).map(
      ([gate, reason]) => markup`<li><b>${gate}</b> was overridden: ${reason}</li>`,
    ),
    ...Object.entries(journal.accepted).map(
      ([name, reason]) => markup`<li><b>${name}</b> may lose writes while its broker restarts: ${reason}</li>`,
    ),
    ...journal.departures.map(({ at, text }) => markup`<li><b>not as planned</b>, ${clock(at)}: ${text}</li>`),
    ...journal.undo.map((undo) => markup`<li><b>to be put back</b>: ${describeUndo(undo)}</li>`),
    ...(journal.batch?.members ?? []).map(
      ({ id, did }) => markup`<li><b>node ${id}</b> is in hand, ${counted(did.length, "step")} done</li>`,
    ),
  ];
  return lines.length === 0 ? none : markup`<ul class="notes">${lines}</ul>`;
}
