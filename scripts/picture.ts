import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pc from "picocolors";
import { renderRoll } from "../cli/ui/render-roll";
import { type RollView, viewAfter } from "../cli/ui/roll-view";
import { span } from "../cli/ui/span";
import { startView } from "../cli/ui/start-view";
import type { Told } from "../cli/ui/told";

/**
 * Draws docs/roll.svg from docs/roll.events.jsonl, the lines that a real `dataops roll … --json` has printed: the live
 * view at the moment at which the roll waited longest, and where each node's time went.
 *
 *   npx tsx --conditions=source scripts/picture.ts [EVENTS [SVG]]
 *
 * Who records may add `{"at":…,"event":"note","text":…}` for what was done beside the roll.
 */

type Note = { readonly at: number; readonly event: "note"; readonly text: string };
type Begin = Extract<Told, { event: "begin" }>;

/** A recording: what the roll told, and what was noted beside it. */
interface Recording {
  readonly begin: Begin;
  readonly told: readonly Told[];
  readonly notes: readonly Note[];
}

function read(file: string): Recording {
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((text) => text.startsWith("{"))
    .map((text) => JSON.parse(text) as Told | Note | { event: "end" });
  const told = lines.filter((line): line is Told => line.event !== "note" && line.event !== "end");
  const begin = told.find((line): line is Begin => line.event === "begin");
  if (begin?.format !== 2) throw new Error(`${file}: expected a recording that begins with "begin", format 2`);
  return { begin, told, notes: lines.filter((line): line is Note => line.event === "note") };
}

/** The live view, as the terminal had it, when the roll had waited longest. */
function frame({ begin, told }: Recording): string {
  const waits = told.filter((line): line is Extract<Told, { event: "wait" }> => line.event === "wait");
  const waited = ({ at, waiting }: Extract<Told, { event: "wait" }>): number => at - waiting.since;
  const [first, ...others] = waits;
  if (first === undefined) throw new Error("expected a roll that waited");
  const until = others.reduce((best, one) => (waited(one) > waited(best) ? one : best), first);
  const shown = told.slice(0, told.indexOf(until) + 1);
  const view = shown.reduce<RollView>(viewAfter, startView(begin));
  return renderRoll(view, until.at, pc.createColors(true), { columns: 110, rows: 60 });
}

const docs = join(__dirname, "..", "docs");
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

/** One taking of one node, to its finish or to the end of the recording. */
interface Turn {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly finished: boolean;
}

function turnsOf(told: readonly Told[]): Turn[] {
  const last = told.at(-1)?.at ?? 0;
  return told.flatMap((line, i) => {
    if (line.event !== "take") return [];
    return line.nodes.map(({ node }): Turn => {
      const end = told.slice(i).find((later) => later.event === "finish" && later.nodes.includes(node));
      return { node, from: line.at, to: end?.at ?? last, finished: end !== undefined };
    });
  });
}

/** Where the time of each node went. What is no step, no wait and no good read is reading the facts between them. */
const bars = (told: readonly Told[]): Bar[] =>
  turnsOf(told).flatMap(({ node, from, to }) => {
    const own = told.filter(({ at }) => at >= from && at <= to);
    const steps = own.flatMap((line): Bar[] =>
      line.event === "step" && line.node === node
        ? [{ node, kind: line.step, from: line.at - line.ms, to: line.at }]
        : [],
    );
    // From the first of the good reads that nothing broke off.
    const well = own.findLast((line) => line.event === "read" && line.good === 1)?.at ?? to;
    return [
      { node, kind: "facts", from, to },
      { node, kind: "well", from: well, to },
      ...waitsOf(own, node, to),
      ...steps,
    ];
  });

/** Stretches in which a gate was shut for a node or its batch, those that follow one another as one. */
function waitsOf(own: readonly Told[], node: number, end: number): Bar[] {
  const waits: Bar[] = [];
  for (const [i, line] of own.entries()) {
    if (line.event !== "wait") continue;
    const kind = ["min-isr", "quorum-majority"].includes(line.waiting.gate) ? "refused" : "catch up";
    // A batch is well when all of its nodes are; before a step each waits alone.
    const held = kind === "catch up" ? line.nodes.includes(node) : line.waiting.node === node;
    if (!held) continue;
    const to = own[i + 1]?.at ?? end;
    const last = waits.at(-1);
    if (last?.to === line.at && last.kind === kind) waits.splice(-1, 1, { ...last, to });
    else waits.push({ node, kind, from: line.at, to });
  }
  return waits;
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

function drawTimeline(recording: Recording, top: number, width: number): { drawn: string[]; bottom: number } {
  const { begin, told, notes } = recording;
  const turns = turnsOf(told);
  const nodes = [...new Set(turns.map(({ node }) => node))];
  const began = told[0]?.at ?? 0;
  const ended = told.at(-1)?.at ?? began;
  const left = margin + 17 * cell.width;
  const right = width - margin - 6 * cell.width;
  const x = (at: number): number => left + ((at - began) / (ended - began)) * (right - left);
  const y = (node: number): number => top + 30 + nodes.indexOf(node) * 25;
  const bottom = top + 30 + nodes.length * 25;
  const tick = [20_000, 60_000, 300_000].find((every) => (ended - began) / every <= 12) ?? 1_800_000;
  const ticks = Array.from({ length: Math.floor((ended - began) / tick) + 1 }, (_, i) => i * tick);
  let key = margin + cell.width;
  return {
    bottom: bottom + 26 + notes.length * cell.height + 30,
    drawn: [
      ...ticks.flatMap((at) => [
        `<path class="grid" d="M${x(began + at).toFixed(1)} ${top + 22}V${bottom}"/>`,
        write(span(at), x(began + at) - (span(at).length * cell.width) / 2, bottom + 16, "dim"),
      ]),
      ...nodes.flatMap((node) => [
        write(`${node}`, margin + (4 - String(node).length) * cell.width, y(node) + 13, "plain"),
        write(begin.nodes.find((one) => one.node === node)?.pool ?? "", margin + 5 * cell.width, y(node) + 13, "dim"),
      ]),
      ...bars(told).map(
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
      ...turns
        .filter(({ finished }) => finished)
        .map(({ node, from, to }) => write(span(to - from), x(to) + 6, y(node) + 13, "green halo")),
      ...Object.entries(legend).flatMap(([kind, text]) => {
        const at = key;
        const line = bottom + 34 + (notes.length + 1) * cell.height;
        key += (text.length + 3.6) * cell.width;
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

function picture(recording: Recording): string {
  const text = frame(recording);
  const columns = Math.max(
    ...text
      .replace(/\u001b\[\d+m/g, "")
      .split("\n")
      .map((line) => [...line].length),
  );
  const width = Math.max(960, Math.ceil(columns * cell.width) + 2 * margin);
  const rule = margin + text.split("\n").length * cell.height + 14;
  const { drawn, bottom } = drawTimeline(recording, rule + 18, width);
  const height = bottom + margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="A roll of ${escape(recording.begin.cluster)}: the live view, and where each node's time went">
<style>${css}
</style>
<rect class="page" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="10"/>
${drawText(text, margin - 8).join("\n")}
<path class="rule" d="M${margin} ${rule}H${width - margin}"/>
${drawn.join("\n")}
</svg>
`;
}

const [events = join(docs, "roll.events.jsonl"), svg = join(docs, "roll.svg")] = process.argv.slice(2);
writeFileSync(svg, picture(read(events)));
