import { axis, breaks, grid } from "./axis";
import { type Markup, markup } from "./markup";
import type { TimeScale } from "./time-scale";

export interface StepChart {
  /** Each holds until the next one. */
  readonly points: readonly (readonly [at: number, value: number])[];
  /** Where the last one ends. */
  readonly until: number;
  /** CSS class: its colour. */
  readonly look: string;
  /** What it shows, for who cannot see it. */
  readonly says: string;
  readonly format: (value: number) => string;
}

const height = 120;
const top = 8;

/** A value over time, as steps. */
export function stepChart({ points, until, look, says, format }: StepChart, scale: TimeScale): Markup {
  const most = Math.max(1, ...points.map(([, value]) => value));
  const ceiling = roundUp(most);
  const y = (value: number): number => height - 1 - (value / ceiling) * (height - 1 - top);
  const pieces = points.map(([at, value], i) => {
    const x = scale.x(at);
    const to = scale.x(points[i + 1]?.[0] ?? until);
    return { x, wide: Math.max(0, to - x), value, y: y(value), before: y(points[i - 1]?.[1] ?? value) };
  });
  const scaleLabels = [ceiling, ceiling / 2, 0].map(
    (value) =>
      markup`<span style="top:${y(value).toFixed(1)}px">${Number.isInteger(value) ? format(value) : ""}</span>`,
  );
  return markup`<figure class="chart ${look}">
<div class="row"><div class="scale" style="height:${height}px">${scaleLabels}</div><svg height="${height}" role="img" aria-label="${says}">${grid(scale, height)}<line class="rule" x1="0" x2="100%" y1="${y(ceiling / 2)}" y2="${y(ceiling / 2)}"/><line class="rule" x1="0" x2="100%" y1="${height - 1}" y2="${height - 1}"/>${pieces.map(
    (piece) =>
      markup`<rect class="area" x="${piece.x.toFixed(3)}%" y="${piece.y.toFixed(1)}" width="${piece.wide.toFixed(3)}%" height="${(height - 1 - piece.y).toFixed(1)}"><title>${format(piece.value)}</title></rect><line class="edge" x1="${piece.x.toFixed(3)}%" x2="${(piece.x + piece.wide).toFixed(3)}%" y1="${piece.y.toFixed(1)}" y2="${piece.y.toFixed(1)}"/><line class="edge" x1="${piece.x.toFixed(3)}%" x2="${piece.x.toFixed(3)}%" y1="${piece.before.toFixed(1)}" y2="${piece.y.toFixed(1)}"/>`,
  )}${breaks(scale, height)}</svg><div></div></div>
${axis(scale)}</figure>`;
}

/** The next number that reads well: 1, 2, 4, 5 or 8 of its decimal place. */
function roundUp(value: number): number {
  const place = 10 ** Math.floor(Math.log10(value));
  return place * ([1, 2, 4, 5, 8, 10].find((n) => n * place >= value) ?? 10);
}
