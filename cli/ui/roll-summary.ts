import { endings, type Journal, type Sitting, type Waited } from "../decide/journal";
import { fromTo } from "./from-to";

/** What a journal comes to, for a table of rolls and for the report. */
export interface RollSummary {
  readonly from: string;
  readonly to: string;
  /** Nodes that were finished. */
  readonly done: number;
  /** Nodes of the roll. */
  readonly nodes: number;
  readonly began: number;
  /** The last moment that the journal knows of. */
  readonly ended: number;
  /** Milliseconds in which somebody sat at it. */
  readonly took: number;
  readonly result: "done" | "failed" | "refused" | "paused" | "broken off" | "under way";
  readonly end?: NonNullable<Sitting["end"]>;
  readonly longestWait?: Waited;
}

/** A stretch of time in which somebody sat at a roll. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** @param held token of the lease that is held now, if any is: the sitting that took it is not over */
export function rollSummary(journal: Journal, held?: number): RollSummary {
  const ids = Object.keys(journal.targets).map(Number);
  const done = new Set(journal.finished.map((one) => one.id));
  const stretches = stretchesOf(journal);
  const longest = waitsOf(journal).toSorted((a, b) => b.until - b.since - (a.until - a.since))[0];
  const end = journal.sittings.at(-1)?.end;
  return {
    ...versionsOf(journal, ids),
    done: done.size,
    nodes: ids.length,
    began: journal.began,
    ended: lastMoment(journal),
    took: stretches.reduce((sum, { from, to }) => sum + to - from, 0),
    result: resultOf(journal, held),
    ...(end === undefined ? {} : { end }),
    ...(longest === undefined ? {} : { longestWait: longest }),
  };
}

/** Sittings as stretches of time; one that was broken off lasts as long as anything is known to have happened in it. */
export function stretchesOf(journal: Journal): readonly Stretch[] {
  const moments = momentsOf(journal);
  const { sittings } = journal;
  if (sittings.length === 0) return [{ from: journal.began, to: lastMoment(journal) }];
  return sittings.map(({ began, ended }, i) => {
    const next = sittings[i + 1]?.began ?? Number.POSITIVE_INFINITY;
    const known = moments.filter((at) => at >= began && at < next);
    return { from: began, to: ended ?? Math.max(began, ...known.slice(-1)) };
  });
}

/** Waits that are over, and the one that was not when the journal was written. */
export function waitsOf(journal: Journal): readonly Waited[] {
  const open = journal.batch?.waiting ?? journal.waiting;
  if (open === undefined) return journal.waits;
  const { gate, node, reason, since } = open;
  return [
    ...journal.waits,
    { gate, ...(node === undefined ? {} : { node }), reason, since, until: lastMoment(journal) },
  ];
}

/** Milliseconds of a time in which somebody sat at the roll. */
export const spentIn = (stretches: readonly Stretch[], from: number, to: number): number =>
  stretches.reduce((sum, one) => sum + Math.max(0, Math.min(one.to, to) - Math.max(one.from, from)), 0);

/** How a sitting ended; see `rollSummary` for `held`. */
export function endWord({ end, token }: Sitting, held?: number): RollSummary["result"] {
  if (end === undefined) return token === held ? "under way" : "broken off";
  const { code } = end;
  return code === 0 || code === 3 || code === 4 ? endings[code] : endings[1];
}

/** What its nodes were; where none was touched, what its top said is not known, and the goal alone is told. */
function versionsOf(journal: Journal, ids: readonly number[]): { from: string; to: string } {
  const taken = [...journal.finished, ...(journal.batch?.members ?? [])];
  const set = journal.set.filter(({ key }) => key === "version").map(({ from }) => from);
  const from = taken.length > 0 ? taken.map((one) => one.from.version) : set;
  const to = ids.map((id) => journal.targets[id]?.version ?? "");
  return fromTo(from.length > 0 ? from : to, to);
}

function resultOf({ sittings }: Journal, held: number | undefined): RollSummary["result"] {
  const last = sittings.at(-1);
  return last === undefined ? "under way" : endWord(last, held);
}

/** Times at which something is known to have happened, in order. */
function momentsOf(journal: Journal): readonly number[] {
  const nodes = [...journal.finished, ...(journal.batch?.members ?? [])];
  return [
    journal.began,
    ...nodes.flatMap(({ began, did }) => [began, ...did.flatMap((one) => [one.began, one.began + one.took])]),
    ...journal.finished.map(({ ended }) => ended),
    ...journal.waits.flatMap(({ since, until }) => [since, until]),
    ...[journal.waiting, journal.batch?.waiting].flatMap((one) => (one === undefined ? [] : [one.since, one.bestAt])),
    ...journal.departures.map(({ at }) => at),
    ...journal.behind.map(([at]) => at),
    ...journal.sittings.flatMap(({ began, ended = began }) => [began, ended]),
  ].sort((a, b) => a - b);
}

const lastMoment = (journal: Journal): number => momentsOf(journal).at(-1) ?? journal.began;
