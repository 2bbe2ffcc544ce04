import { clock, moment } from "../moment";
import type { Stretch } from "../roll-summary";

/** A moment on the axis. */
export interface Tick {
  /** Percent from the left. */
  readonly x: number;
  readonly label: string;
}

/** Time between sittings that is left out. */
export interface Break {
  readonly from: number;
  readonly to: number;
  /** Milliseconds that are left out. */
  readonly lasts: number;
}

/** Where moments lie, in percent: time in which nobody sat at the roll takes a narrow strip. */
export interface TimeScale {
  readonly x: (at: number) => number;
  readonly ticks: readonly Tick[];
  readonly breaks: readonly Break[];
}

const strip = 3;
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const nice = [1, 2, 5, 10, 15, 30]
  .map((n) => n * second)
  .concat(
    [1, 2, 5, 10, 15, 30].map((n) => n * minute),
    [1, 2, 3, 6, 12, 24].map((n) => n * hour),
  );

interface Piece extends Stretch {
  /** Percent. */
  readonly at: number;
  readonly wide: number;
}

export function timeScale(stretches: readonly Stretch[], ticks = 9): TimeScale {
  const sat = merged(stretches);
  const all = Math.max(
    1,
    sat.reduce((sum, { from, to }) => sum + to - from, 0),
  );
  const room = 100 - strip * (sat.length - 1);
  const pieces: Piece[] = [];
  let at = 0;
  for (const { from, to } of sat) {
    const wide = ((to - from) / all) * room;
    pieces.push({ from, to, at, wide });
    at += wide + strip;
  }
  const x = (moment_: number): number => {
    const piece = pieces.findLast(({ from }) => from <= moment_) ?? pieces[0];
    if (piece === undefined) return 0;
    if (moment_ > piece.to) {
      const next = pieces[pieces.indexOf(piece) + 1];
      return next === undefined ? piece.at + piece.wide : piece.at + piece.wide + strip / 2;
    }
    return piece.at + (Math.max(0, moment_ - piece.from) / Math.max(1, piece.to - piece.from)) * piece.wide;
  };
  const every = nice.find((step) => all / step <= ticks) ?? Math.ceil(all / ticks / (24 * hour)) * 24 * hour;
  return {
    x,
    ticks: pieces.flatMap((piece) => ticksOf(piece, every, x)),
    breaks: pieces.slice(1).map((piece, i) => {
      const before = pieces[i];
      return { from: piece.at - strip, to: piece.at, lasts: piece.from - (before?.to ?? piece.from) };
    }),
  };
}

function ticksOf({ from, to }: Stretch, every: number, x: TimeScale["x"]): Tick[] {
  const first = Math.ceil(from / every) * every;
  const n = Math.max(0, Math.floor((to - first) / every) + 1);
  return Array.from({ length: n }, (_, i) => first + i * every).map((at) => ({ x: x(at), label: labelOf(at, every) }));
}

function labelOf(at: number, every: number): string {
  if (every >= 24 * hour) return moment(at).slice(5, 10);
  return every < minute ? clock(at) : clock(at).slice(0, 5);
}

/** In order, those that touch or nearly do as one. */
function merged(stretches: readonly Stretch[]): Stretch[] {
  const out: Stretch[] = [];
  const all = stretches.reduce((sum, { from, to }) => sum + to - from, 0);
  for (const one of stretches.toSorted((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last === undefined || one.from - last.to > Math.max(minute, all / 20)) out.push(one);
    else out[out.length - 1] = { from: last.from, to: Math.max(last.to, one.to) };
  }
  return out;
}
