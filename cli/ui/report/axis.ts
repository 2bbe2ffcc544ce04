import { span } from "../span";
import { type Markup, markup } from "./markup";
import type { TimeScale } from "./time-scale";

const percent = (x: number): string => `${x.toFixed(3)}%`;

/** Times under or above bars; a narrow page shows every other one. */
export const axis = ({ ticks, breaks: left }: TimeScale): Markup =>
  markup`<div class="row axis"><div></div><div class="ticks">${ticks
    .filter(({ x }) => !left.some(({ from, to }) => x > from - 6 && x < to + 6))
    .map(
      ({ x, label }, i) =>
        markup`<span class="${edgeOf(x)}${i % 2 === 1 ? " odd" : ""}" style="left:${percent(x)}">${label}</span>`,
    )}${left.map(
    ({ from, to, lasts }) =>
      markup`<span class="gap" style="left:${percent((from + to) / 2)}" title="${span(lasts)} in which nobody sat at it">${span(lasts).replace(/m\d\ds$/, "m")}</span>`,
  )}</div><div></div></div>
`;

/** A label at the edge stays on the page. */
const edgeOf = (x: number): string => (x < 3 ? "first" : x > 97 ? "last" : "tick");

export const grid = ({ ticks }: TimeScale, height: number): Markup =>
  markup`${ticks.map(({ x }) => markup`<line class="grid" x1="${percent(x)}" x2="${percent(x)}" y1="0" y2="${height}"/>`)}`;

/** Time that is left out. */
export const breaks = ({ breaks: left }: TimeScale, height: number): Markup =>
  markup`${left.map(
    ({ from, to, lasts }) =>
      markup`<rect class="gap" x="${percent(from)}" y="0" width="${percent(to - from)}" height="${height}"><title>${span(lasts)} in which nobody sat at it</title></rect>`,
  )}`;
