import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pc from "picocolors";
import { renderRoll } from "../cli/ui/render-roll";
import { type RollView, viewAfter } from "../cli/ui/roll-view";
import { span } from "../cli/ui/span";
import { type Cluster, readCluster } from "../spec";

/**
 * Draws docs/roll.svg from docs/roll.events.jsonl, the lines that a real `dataops roll … --json` has printed: the live
 * view at the moment at which the roll waited longest, and where each node's time went.
 *
 *   npx tsx --conditions=source scripts/picture.ts
 *
 * Who records may add `{"at":…,"event":"note","text":…}` for what was done beside the roll.
 */

type Event = Parameters<typeof viewAfter>[1];

/** A line of the recording; which of the members are there depends on the event. */
interface Line {
  readonly at: number;
  readonly event: string;
  readonly node: number;
  readonly step: string;
  readonly ms: number;
  readonly changed: boolean;
  readonly good: number;
  readonly text: string;
  readonly from: { readonly version: string };
  readonly to: { readonly version: string };
  readonly waiting: { readonly gate: string; readonly reason: string; readonly since: number };
}

const docs = join(__dirname, "..", "docs");

const read = (file: string): Line[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((text) => text !== "")
    .map((text) => JSON.parse(text) as Line);

/** What the live view was told when a line was printed: a step is decided before it is done. */
function told(line: Line, began: number, to: string): Event[] {
  const { at, event, ...rest } = line;
  const decided = (decision: object, when = at): Event =>
    ({
      event: "decided",
      at: when,
      decision,
      journal: { inHand: { began }, targets: { [line.node]: { version: to } } },
    }) as unknown as Event;
  switch (event) {
    case "step":
      return [
        decided({ do: "step", node: line.node, step: line.step }, at - line.ms),
        {
          event: "did",
          at,
          decision: { do: "step", ...rest },
          took: line.ms,
          changed: line.changed,
        } as unknown as Event,
      ];
    case "note":
    case "end":
      return [];
    default:
      return [decided({ do: event, ...rest })];
  }
}

/** The live view before the first event, nodes in the order in which they were taken. */
function startView(lines: readonly Line[], cluster: Cluster): RollView {
  const [first] = lines;
  const taken = lines.filter(({ event }) => event === "take");
  const from = taken[0]?.from.version ?? "";
  const rows = taken.map(({ node: id }) => {
    const node = cluster.nodes.find((one) => one.id === id);
    const zone = (node?.zone ?? "").replace(/^.*-/, "");
    return { id, pool: node?.pool ?? "", zone, state: "next" as const, version: from };
  });
  return { cluster: cluster.name, from, to: targetOf(lines), began: first?.at ?? 0, rows, steps: [], pausing: false };
}

const targetOf = (lines: readonly Line[]): string => lines.find(({ event }) => event === "record")?.to.version ?? "";

/** The live view, as the terminal had it, when the roll had waited longest. */
function frame(lines: readonly Line[], cluster: Cluster): string {
  const waits = lines.filter(({ event }) => event === "wait");
  const waited = ({ at, waiting }: Line): number => at - waiting.since;
  const until = waits.reduce((best, one) => (waited(one) > waited(best) ? one : best));
  const began = new Map<number, number>();
  let view = startView(lines, cluster);
  for (const line of lines.slice(0, lines.indexOf(until) + 1)) {
    if (line.event === "take") began.set(line.node, line.at);
    for (const event of told(line, began.get(line.node) ?? line.at, targetOf(lines))) view = viewAfter(view, event);
  }
  return renderRoll(view, until.at, pc.createColors(true));
}

const size = 13;
/** Width of a letter and height of a line. */
const cell = { width: 7.8, height: 19 };
const margin = 24;

const escape = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** Every word is as wide as its letters, whatever font draws it: columns stay columns. */
const write = (text: string, x: number, y: number, style: string): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" class="${style}" textLength="${([...text].length * cell.width).toFixed(1)}" lengthAdjust="spacingAndGlyphs">${escape(text)}</text>`;

const styles: Readonly<Record<string, string>> = {
  "1": "bold",
  "2": "dim",
  "31": "red",
  "32": "green",
  "33": "yellow",
  "36": "cyan",
};

/** Text with its colours, as SVG. */
function drawText(text: string, top: number): string[] {
  return text.split("\n").flatMap((line, row) => {
    let column = 0;
    let style = "plain";
    return line.split(/(\u001b\[\d+m)/).flatMap((part) => {
      const control = /^\u001b\[(\d+)m$/.exec(part)?.[1];
      if (control !== undefined) {
        style = styles[control] ?? "plain";
        return [];
      }
      const drawn = [...part.matchAll(/\S+(?: \S+)*/g)].map((word) => {
        const x = margin + (column + [...part.slice(0, word.index)].length) * cell.width;
        return write(word[0], x, top + (row + 1) * cell.height, style);
      });
      column += [...part].length;
      return drawn;
    });
  });
}

interface Bar {
  readonly node: number;
  readonly kind: string;
  readonly from: number;
  readonly to: number;
}

/** Where the time of each node went. What is no step, no wait and no good read is reading the facts between them. */
function bars(lines: readonly Line[]): Bar[] {
  return lines
    .filter(({ event }) => event === "take")
    .flatMap(({ node, at }) => {
      const own = lines.filter((line) => line.node === node && line.at >= at);
      const end = own.find(({ event }) => event === "finish")?.at ?? at;
      const steps = own
        .filter(({ event }) => event === "step")
        .map((line) => ({ node, kind: line.step, from: line.at - line.ms, to: line.at }));
      const waits: Bar[] = [];
      for (const line of own.filter(({ event }) => event === "wait")) {
        const next = own[own.indexOf(line) + 1];
        const to = next === undefined ? end : next.at - (next.ms ?? 0);
        const kind = line.waiting.gate === "min-isr" ? "refused" : "catch up";
        const last = waits.at(-1);
        if (last?.to === line.at && last.kind === kind) waits.splice(-1, 1, { ...last, to });
        else waits.push({ node, kind, from: line.at, to });
      }
      // From the first of the good reads that nothing broke off.
      const well = own.findLast(({ event, good }) => event === "read" && good === 1)?.at ?? end;
      return [
        { node, kind: "facts", from: at, to: end },
        { node, kind: "well", from: well, to: end },
        ...waits,
        ...steps,
      ];
    });
}

const legend: Readonly<Record<string, string>> = {
  fetch: "fetch",
  stop: "stop",
  install: "install, configure",
  start: "start",
  "catch up": "catching up",
  well: "well, recorded",
  refused: "gate shut",
  facts: "reading",
};

function drawTimeline(lines: readonly Line[], top: number, width: number): { drawn: string[]; bottom: number } {
  const taken = lines.filter(({ event }) => event === "take");
  const began = lines[0]?.at ?? 0;
  const ended = lines.filter(({ event }) => event !== "end").at(-1)?.at ?? began;
  const left = margin + 17 * cell.width;
  const right = width - margin - 6 * cell.width;
  const x = (at: number): number => left + ((at - began) / (ended - began)) * (right - left);
  const y = (node: number): number => top + 30 + taken.findIndex((line) => line.node === node) * 25;
  const bottom = top + 30 + taken.length * 25;
  const cluster = readCluster("kafka-write");
  const ticks = Array.from({ length: Math.floor((ended - began) / 20_000) + 1 }, (_, i) => i * 20_000);
  const notes = lines.filter(({ event }) => event === "note");
  let key = margin + cell.width;
  return {
    bottom: bottom + 26 + notes.length * cell.height + 30,
    drawn: [
      ...ticks.flatMap((tick) => [
        `<path class="grid" d="M${x(began + tick).toFixed(1)} ${top + 22}V${bottom}"/>`,
        write(span(tick), x(began + tick) - (span(tick).length * cell.width) / 2, bottom + 16, "dim"),
      ]),
      ...taken.flatMap(({ node }) => [
        write(`${String(node)}`, margin + (4 - String(node).length) * cell.width, y(node) + 13, "plain"),
        write(cluster.nodes.find(({ id }) => id === node)?.pool ?? "", margin + 5 * cell.width, y(node) + 13, "dim"),
      ]),
      ...bars(lines).map(
        ({ node, kind, from, to }) =>
          `<rect class="${kind.replace(" ", "-")}" x="${x(from).toFixed(1)}" y="${y(node)}" width="${Math.max(1, x(to) - x(from)).toFixed(1)}" height="17" rx="2"/>`,
      ),
      ...notes.flatMap((note, i) => [
        `<path class="mark" d="M${x(note.at).toFixed(1)} ${top + 14}V${bottom}"/>`,
        write(`${i + 1}`, x(note.at) - cell.width / 2, top + 10, "yellow"),
        write(`${i + 1}`, left, bottom + 22 + (i + 1) * cell.height, "yellow"),
        write(
          `${span(note.at - began)}  ${note.text}`,
          left + 2 * cell.width,
          bottom + 22 + (i + 1) * cell.height,
          "dim",
        ),
      ]),
      ...lines
        .filter(({ event }) => event === "finish")
        .map((line) => {
          const took = span(line.at - (taken.find(({ node }) => node === line.node)?.at ?? line.at));
          return write(took, x(line.at) + 6, y(line.node) + 13, "green halo");
        }),
      ...Object.entries(legend).flatMap(([kind, text]) => {
        const at = key;
        const line = bottom + 34 + (notes.length + 1) * cell.height;
        key += (text.length + 4) * cell.width;
        return [
          `<rect class="${kind.replace(" ", "-")}" x="${at.toFixed(1)}" y="${(line - 10).toFixed(1)}" width="12" height="12" rx="2"/>`,
          write(text, at + 18, line, "dim"),
        ];
      }),
    ],
  };
}

const css = `
text{font:${size}px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre}
.page{fill:#fbfbfa;stroke:#d9d9d6}.plain{fill:#24292f}.bold{fill:#1b1f24;font-weight:700}.dim{fill:#6a737d}
.red{fill:#c0322b}.green{fill:#1a7f37}.yellow{fill:#9a6700}.cyan{fill:#0b7285}
.halo{paint-order:stroke;stroke:#fbfbfa;stroke-width:4}.grid{stroke:#e6e6e3}.mark{stroke:#9a6700;stroke-dasharray:3 3}.rule{stroke:#e1e1de}
rect.facts{fill:#e4e6e6}rect.fetch{fill:#8e9aa8}rect.stop{fill:#d9695f}rect.install,rect.configure{fill:#8d7cc9}rect.start{fill:#4a8fd3}
rect.catch-up{fill:#6cc0c9}rect.well{fill:#82c795}rect.refused{fill:#e5b84b}
@media (prefers-color-scheme:dark){
.page{fill:#10141a;stroke:#2b323b}.plain{fill:#d6dce3}.bold{fill:#f3f6f9}.dim{fill:#8b949e}
.red{fill:#ff7b72}.green{fill:#56d364}.yellow{fill:#e3b341}.cyan{fill:#56c7d8}
.halo{stroke:#10141a}.grid{stroke:#20262e}.mark{stroke:#e3b341}.rule{stroke:#252c35}
rect.facts{fill:#39424d}rect.fetch{fill:#75818f}rect.stop{fill:#c9574e}rect.install,rect.configure{fill:#8372c4}rect.start{fill:#3d7fc4}
rect.catch-up{fill:#3f9da8}rect.well{fill:#3f8f57}rect.refused{fill:#c99a2e}}`;

function picture(lines: readonly Line[]): string {
  const text = frame(lines, readCluster("kafka-write"));
  const columns = Math.max(
    ...text
      .replace(/\u001b\[\d+m/g, "")
      .split("\n")
      .map((line) => [...line].length),
  );
  const width = Math.max(860, Math.ceil(columns * cell.width) + 2 * margin);
  const rule = margin + text.split("\n").length * cell.height + 14;
  const { drawn, bottom } = drawTimeline(lines, rule + 18, width);
  const height = bottom + margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="A roll of kafka-write: the live view, and where each node's time went">
<style>${css}
</style>
<rect class="page" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="10"/>
${drawText(text, margin - 8).join("\n")}
<path class="rule" d="M${margin} ${rule}H${width - margin}"/>
${drawn.join("\n")}
</svg>
`;
}

writeFileSync(join(docs, "roll.svg"), picture(read(join(docs, "roll.events.jsonl"))));
