import { gateNamed, gateNames } from "../gates";
import type { Shut } from "./ask";
import type { Waiting } from "./journal";

/** Milliseconds. */
export interface Patience {
  /** Without a new best. */
  readonly stalled: number;
  /** In all. */
  readonly within: number;
}

/** Only work that goes on by itself (log recovery, ISR growth) extends a wait. */
const extendsWait = (gate: string): boolean => gateNames.includes(gate) && gateNamed(gate).progress === true;

/** What waiting comes to at `now`: the same wait carried on, and whether it has lasted too long. */
export function carryOn(before: Waiting | undefined, { gate, node, verdict }: Shut, now: number): Waiting {
  const same = before?.gate === gate && before.node === node;
  const best = same ? Math.min(before.best, verdict.left) : verdict.left;
  const better = before === undefined || !same || (best < before.best && extendsWait(gate));
  return {
    gate,
    ...(node === undefined ? {} : { node }),
    reason: verdict.reason,
    since: before?.since ?? now,
    best,
    bestAt: better ? now : before.bestAt,
  };
}

/** Why waiting is over, or undefined while it goes on. */
export function whyOver(waiting: Waiting, now: number, patience: Patience): string | undefined {
  if (now - waiting.since >= patience.within) return `waited ${Math.round((now - waiting.since) / 1000)} s in all`;
  if (now - waiting.bestAt >= patience.stalled) return `no progress for ${Math.round((now - waiting.bestAt) / 1000)} s`;
  return undefined;
}
