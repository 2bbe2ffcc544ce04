import type { Journal } from "../../decide/journal";
import { type Stretch, spentIn } from "../roll-summary";
import { span } from "../span";
import { axis, breaks, grid } from "./axis";
import { type Bar, batchesOf, betweenBatches, type TimelineRow } from "./bars";
import { type Markup, markup, none } from "./markup";
import type { TimeScale } from "./time-scale";

const height = 20;

/** Bars of a kind are drawn as one class: what is done to the config and to the version looks alike. */
const looks: Readonly<Record<string, readonly [look: string, words: string]>> = {
  fetch: ["fetch", "fetch"],
  stop: ["stop", "stop"],
  install: ["install", "install, configure"],
  configure: ["install", "install, configure"],
  set: ["install", "set"],
  start: ["start", "start"],
  grow: ["machine", "grow"],
  machine: ["machine", "machine"],
  "remove-voter": ["voter", "voters"],
  "add-voter": ["voter", "voters"],
  run: ["run", "program"],
  "catch-up": ["catch-up", "catching up"],
  wait: ["wait", "a gate is shut"],
  well: ["well", "well, recorded"],
  facts: ["facts", "reading facts"],
};

const lookOf = (kind: string): string => looks[kind]?.[0] ?? "run";

/** Where the time of each node went: a row a node, batches apart, one axis. */
export function timeline(journal: Journal, scale: TimeScale, stretches: readonly Stretch[]): Markup {
  const batches = batchesOf(journal);
  if (batches.length === 0) return markup`<p class="quiet">No node was taken.</p>`;
  const kinds = batches.flatMap(({ rows }) => rows.flatMap(({ bars }) => bars.map(({ kind }) => kind)));
  return markup`<figure class="timeline">
${legend(kinds)}
${axis(scale)}
${batches.map(
  ({
    number,
    rows,
  }) => markup`<div class="batch" aria-label="batch ${number}"><div class="number" title="batch ${number}">${number}</div><div class="rows">
${rows.map((row) => rowOf(row, scale, stretches))}</div></div>
`,
)}${between(journal, scale)}${axis(scale)}
</figure>`;
}

function rowOf({ id, why, bars, began, ended }: TimelineRow, scale: TimeScale, stretches: readonly Stretch[]): Markup {
  const took = ended === undefined ? "in hand" : span(spentIn(stretches, began, ended));
  return markup`<div class="row"><div class="who" title="${why}">${id}</div><svg height="${height}" role="img" aria-label="node ${id}, ${took}">${grid(scale, height)}${bars.map((bar) => barOf(bar, scale))}${breaks(scale, height)}</svg><div class="took${ended === undefined ? " open" : ""}">${took}</div></div>
`;
}

/** Steps stand out of what is only time that passes. */
function barOf({ kind, from, to, says }: Bar, scale: TimeScale): Markup {
  const x = scale.x(from);
  const wide = Math.max(0.12, scale.x(to) - x);
  const [y, tall] = kind === "facts" ? [height / 2 - 1.5, 3] : [3, height - 6];
  return markup`<rect class="${lookOf(kind)}" x="${x.toFixed(3)}%" y="${y}" width="${wide.toFixed(3)}%" height="${tall}"><title>${says} · ${span(to - from)}</title></rect>`;
}

/** What the whole cluster waited for while no node was in hand. */
function between(journal: Journal, scale: TimeScale): Markup {
  const waits = betweenBatches(journal);
  if (waits.length === 0) return none;
  const bars = waits.map(({ gate, reason, since, until }) =>
    barOf({ kind: "wait", from: since, to: until, says: `${gate}: ${reason}` }, scale),
  );
  const took = span(waits.reduce((sum, { since, until }) => sum + until - since, 0));
  return markup`<div class="batch"><div class="number"></div><div class="rows"><div class="row"><div class="who" title="waits between batches">all</div><svg height="${height}" role="img" aria-label="waits between batches, ${took}">${grid(scale, height)}${bars}${breaks(scale, height)}</svg><div class="took">${took}</div></div></div></div>
`;
}

function legend(kinds: readonly string[]): Markup {
  const seen = Object.entries(looks).filter(([kind]) => kinds.includes(kind));
  const unique = seen.filter(([, [look]], i) => seen.findIndex(([, [other]]) => other === look) === i);
  return markup`<figcaption>${unique.map(
    ([, [look, words]]) =>
      markup`<span class="key"><svg width="14" height="12" aria-hidden="true"><rect class="${look}" width="14" height="${look === "facts" ? 3 : 12}" y="${look === "facts" ? 4.5 : 0}"/></svg>${words}</span> `,
  )}</figcaption>`;
}
