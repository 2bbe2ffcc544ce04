import { advance, resume, type Stepped } from "../../../cli/decide/advance";
import { decide } from "../../../cli/decide/decide";
import type { Decision } from "../../../cli/decide/decision";
import type { Journal } from "../../../cli/decide/journal";
import { noteBehind } from "../../../cli/decide/note-behind";
import { next } from "../../../cli/decide/plan";
import type { World } from "../../../cli/decide/world";
import { isReachable } from "../../../cli/facts/node-report";
import type { Observed } from "../../../cli/facts/observed";
import type { RollEvent } from "../../../cli/run/roll/roll-loop";
import { rollJson } from "../../../cli/ui/roll-json";
import type { Told } from "../../../cli/ui/told";

/** Milliseconds that each step takes on a node. */
const took: Readonly<Record<string, number>> = {
  fetch: 6_200,
  stop: 8_400,
  install: 900,
  configure: 400,
  start: 11_300,
  set: 700,
};

/** What happens beside a roll. */
export interface Beside {
  /** Partitions of a broker that are behind when it has been started; every look finds fewer. */
  readonly lag?: number;
  /** The process is lost once so many nodes are finished and the next has been stopped. */
  readonly lostAfter?: number;
  /** A broker that is down from one moment to another, milliseconds after the roll began. */
  readonly down?: { readonly node: number; readonly from: number; readonly to: number };
  /** Stops in the middle: the first event at which this holds. */
  until?(told: Told): boolean;
}

/** A roll through a world that obeys and takes its time. */
export interface Rolled {
  readonly world: World;
  readonly told: readonly Told[];
}

/** One sitting at a roll: the engine's own decisions, told as the loop tells them. */
export function aRoll(start: World, beside: Beside = {}): Rolled {
  const { cluster } = start;
  const told: Told[] = [];
  const behind = new Map<number, number>();
  const began = start.now;
  let world = start;
  const tell = (event: RollEvent): void => {
    const one = rollJson(event);
    if (one !== undefined) told.push(one);
  };
  for (let i = 0; i < 20_000; i += 1) {
    const seen = asSeen(world, behind, beside, began);
    const { now } = world;
    world = { ...world, journal: noteBehind(world.journal, seen.observed, now) };
    const decision = decide({ ...seen, journal: world.journal });
    tell({ event: "decided", at: now, decision, journal: world.journal, observed: seen.observed });
    const last = told.at(-1);
    if (last !== undefined && beside.until?.(last) === true) return { world, told };
    if (decision.do === "done" || decision.do === "stop" || decision.do === "pause") return { world, told };
    const { journal, ended, stepped } = carryOut(world, decision);
    if (decision.do === "step")
      for (const [k, act] of decision.acts.entries()) {
        const ms = stepped[k]?.took ?? 0;
        tell({ event: "did", at: now + ms, decision, act, took: ms, changed: act.step !== "configure" });
        if (act.step === "start" && cluster.nodes.find((n) => n.id === act.node)?.pool === "brokers")
          behind.set(act.node, beside.lag ?? 0);
      }
    else tell({ event: "did", at: ended, decision, took: ended - now, changed: true });
    world = { ...next(world, decision), journal, now: ended };
    for (const [id, n] of behind) behind.set(id, Math.max(0, n - 1));
    const stops = decision.do === "step" && decision.acts.some(({ step }) => step === "stop");
    if (stops && journal.finished.length === beside.lostAfter) return { world, told };
  }
  throw new Error("the roll does not end");
}

function carryOut(
  { journal, now }: World,
  decision: Decision,
): { journal: Journal; ended: number; stepped: Stepped[] } {
  if (decision.do !== "step") {
    const ms = { wait: 1500, read: 700, bake: 1500, label: 450, record: 120, after: 2600 }[decision.do as "wait"] ?? 80;
    return { journal: advance(journal, decision, now + ms), ended: now + ms, stepped: [] };
  }
  const stepped = decision.acts.map(({ node, step }): Stepped => {
    const ms = (took[step] ?? 1000) + (node % 5) * 130;
    return { node, outcome: "done", began: now, took: ms };
  });
  const ended = now + Math.max(...stepped.map((one) => one.took)) + 350;
  return { journal: advance(journal, decision, ended, stepped), ended, stepped };
}

/** The world with brokers that are not yet in sync, and one that somebody has stopped. */
function asSeen(world: World, behind: ReadonlyMap<number, number>, { down }: Beside, began: number): World {
  const gone = down !== undefined && world.now >= began + down.from && world.now < began + down.to ? [down.node] : [];
  const fresh: Observed = { ...world.observed, at: world.now };
  if (!isReachable(fresh.kafka)) return world;
  const left = new Map(behind);
  const partitions = fresh.kafka.partitions.map((p) => {
    const isr = p.isr.filter((id) => {
      const n = left.get(id) ?? 0;
      if (n > 0) left.set(id, n - 1);
      return n === 0 && !gone.includes(id);
    });
    return isr.length === p.isr.length ? p : { ...p, isr, leader: isr[0] ?? -1 };
  });
  const brokers = fresh.kafka.brokers.filter((id) => !gone.includes(id));
  return { ...world, observed: { ...fresh, kafka: { ...fresh.kafka, at: world.now, partitions, brokers } } };
}

/** A whole roll of nine nodes: broken off once, gone on with later, with a broker stopped by hand in between. */
export function aWholeRoll(start: World): Journal {
  const sitting = (journal: Journal, by: string, began: number, token: number): Journal => ({
    ...journal,
    sittings: [...journal.sittings, { by, began, token }],
  });
  const first = aRoll(
    { ...start, journal: sitting(start.journal, "ops@bastion-1", start.now, 41) },
    { lag: 14, lostAfter: 4 },
  );
  const later = first.world.now + 47 * 60_000;
  const journal = sitting(resume(first.world.journal), "ops@laptop", later, 42);
  const limits = { ...start.limits, startedWith: journal.finished.length };
  const down = { node: 11, from: 20_000, to: 95_000 };
  const second = aRoll({ ...first.world, journal, limits, now: later }, { lag: 22, down });
  const { world } = second;
  const ended = (at: number): Journal["sittings"] =>
    world.journal.sittings.map((one, i) => (i === 1 ? { ...one, ended: at, end: { code: 0 } } : one));
  return {
    ...world.journal,
    set: [{ key: "version", from: "3.9.1", to: "4.1.1" }],
    overrides: { "no-pending-changes": "the security group of the bastion is changed by hand until Friday" },
    accepted: { "audit-0": "one replica by choice, its writers retry" },
    departures: [{ at: later + 30_000, text: "node 13 taken where the plan had nodes 12, 15" }],
    sittings: ended(world.now),
    acks: acksOf(world.journal, start.now, world.now),
  };
}

/** A canary's gaps: short, and longer where a broker stops. */
function acksOf(journal: Journal, from: number, to: number): NonNullable<Journal["acks"]> {
  const stops = journal.finished.flatMap(({ did }) =>
    did.filter(({ step }) => step === "stop").map(({ began }) => began),
  );
  const gaps: [number, number][] = [];
  for (let at = from; at < to; at += 5000)
    gaps.push([
      at,
      stops.some((stop) => stop >= at - 2000 && stop < at + 5000) ? 380 + ((at / 1000) % 140) : 14 + ((at / 1000) % 9),
    ]);
  return { topic: "dataops-canary", gaps, longest: Math.max(...gaps.map(([, ms]) => ms)), sent: 41_233, failed: 0 };
}
