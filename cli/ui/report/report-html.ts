import type { Journal } from "../../decide/journal";
import { moment } from "../moment";
import { type RollSummary, rollSummary, stretchesOf } from "../roll-summary";
import { figures, notes } from "./figures";
import { Markup, markup, none } from "./markup";
import { stepChart } from "./step-chart";
import { style } from "./style";
import { nodesTable, sittingsTable, waitsTable } from "./tables";
import { type TimeScale, timeScale } from "./time-scale";
import { timeline } from "./timeline";

/** The report of a roll: one file that needs nothing else. */
export function reportHtml(journal: Journal): string {
  const summary = rollSummary(journal);
  const stretches = stretchesOf(journal);
  const scale = timeScale(stretches);
  const title = `${journal.cluster} ${versions(summary)}`;
  const page = markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title}: ${journal.kind} ${journal.id}</title>
<style>${new Markup(style)}</style></head><body>
${patterns}<main>
<header><h1>${journal.cluster} <span class="versions">${versions(summary)}</span></h1>
<p class="result ${summary.result.replace(" ", "-")}">${summary.result}</p>
<p class="line">${journal.kind} <code>${journal.id}</code> by ${[...new Set([journal.by, ...journal.sittings.map(({ by }) => by)])].join(", ")}, ${moment(summary.began)} to ${moment(summary.ended)} UTC</p>
${why(summary)}</header>
${figures(journal, summary)}
${notes(journal)}
${section("Where the time went", `Rows are nodes in the order in which they were taken; those with one number beside them were one batch. Times are UTC.`, timeline(journal, scale, stretches))}
${behind(journal, scale, summary)}
${acks(journal, scale, summary)}
${section("What waited, and why", "", waitsTable(journal))}
${journal.finished.length === 0 ? none : section("Nodes", "", nodesTable(journal, stretches))}
${journal.sittings.length === 0 ? none : section("Sittings", "", sittingsTable(journal))}
<footer>playbook <code>${journal.playbook}</code>${journal.set.map(({ key, from, to }) => markup`, set <code>${key}</code> ${from} → ${to}`)}</footer>
</main></body></html>
`;
  return page.text;
}

const versions = ({ from, to }: RollSummary): string => (from === to ? to : `${from} → ${to}`);

function why({ end, result }: RollSummary): Markup {
  if (end?.reason === undefined || result === "done") return none;
  const at = end.node === undefined ? "" : `node ${end.node}: `;
  return markup`<p class="why">${at}${end.gate === undefined ? none : markup`<code>${end.gate}</code>: `}${end.reason}</p>`;
}

const section = (title: string, words: string, body: Markup): Markup =>
  markup`<section><h2>${title}</h2>${words === "" ? none : markup`<p class="quiet">${words}</p>`}${body}</section>`;

function behind(journal: Journal, scale: TimeScale, { ended }: RollSummary): Markup {
  if (journal.behind.length === 0) return none;
  const most = Math.max(...journal.behind.map(([, n]) => n));
  const says = `under-replicated partitions over time, ${most} at most`;
  const chart = { points: journal.behind, until: ended, look: "behind", says, format: String };
  return section("Under-replicated partitions", "", stepChart(chart, scale));
}

function acks({ acks: found }: Journal, scale: TimeScale, { ended }: RollSummary): Markup {
  if (found === undefined || found.gaps.length === 0) return none;
  const format = (ms: number): string => `${Math.round(ms)} ms`;
  const says = `longest gap between acks over time, ${format(found.longest)} at most`;
  const words = `A canary wrote to ${found.topic} all the while, acks=all: ${found.sent.toLocaleString("en")} records sent, ${found.failed} failed.`;
  const chart = { points: found.gaps, until: ended, look: "acks", says, format };
  return section("Longest gap between two acks", words, stepChart(chart, scale));
}

/** Hatching: time that passes while nothing is done. */
const hatch = (name: string): Markup =>
  markup`<pattern id="${name}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="ground ${name}" width="5" height="5"/><rect class="stroke ${name}" width="2" height="5"/></pattern>`;

const patterns = markup`<svg width="0" height="0" class="patterns" aria-hidden="true"><defs>${["hatch-catch-up", "hatch-wait", "hatch-gap"].map(hatch)}</defs></svg>
`;
