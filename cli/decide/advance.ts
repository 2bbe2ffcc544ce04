import type { Decision } from "./decision";
import type { Batch, Did, Journal, Member, Undo, Waited, Waiting } from "./journal";
import { targetOf } from "./work";

/** What came of a decision that was carried out, for each of its nodes where it has several. */
export type Outcome = "done" | "no-answer";

/** The end of one step of one node. */
export interface Stepped {
  readonly node: number;
  readonly outcome: Outcome;
  /** Milliseconds since the epoch. */
  readonly began: number;
  /** Milliseconds. */
  readonly took: number;
}

/**
 * The journal after a decision was carried out.
 *
 * @param stepped how each step ended; default: all done at once
 */
export function advance(journal: Journal, decision: Decision, now: number, stepped?: readonly Stepped[]): Journal {
  switch (decision.do) {
    case "take": {
      const { waiting, ...rest } = journal;
      const members = decision.nodes.map(
        ({ node, why, from }): Member => ({ id: node, began: now, why, from, step: 0, tries: 0, did: [] }),
      );
      const batch: Batch = { began: now, members, baseline: decision.baseline, ramp: decision.ramp, good: 0 };
      return { ...rest, batch, waits: ended(journal.waits, waiting, now) };
    }
    case "step": {
      const results =
        stepped ?? decision.acts.map(({ node }): Stepped => ({ node, outcome: "done", began: now, took: 0 }));
      return inBatch(calm(journal, now), (batch) => ({
        ...batch,
        good: 0,
        members: batch.members.map((member) => {
          const act = decision.acts.find(({ node }) => node === member.id);
          const result = results.find(({ node }) => node === member.id);
          return act === undefined || result === undefined ? member : afterStep(member, act, result);
        }),
      }));
    }
    case "read":
      return inBatch(calm(journal, now), (batch) => ({
        ...batch,
        good: decision.good,
        wellAt: decision.good === 1 ? now : (batch.wellAt ?? now),
      }));
    case "wait":
      if (journal.batch === undefined) return { ...journal, waiting: decision.waiting };
      return inBatch(journal, (batch) => ({
        ...batch,
        good: 0,
        waiting: decision.waiting,
      }));
    case "put-back":
      return { ...journal, undo: journal.undo.filter((undo) => !isSame(undo, decision.undo)) };
    case "finish":
      return finish(journal, now);
    case "after":
      return { ...journal, after: [...journal.after, decision.step] };
    case "label":
    case "record":
    case "bake":
    case "pause":
    case "stop":
    case "done":
      return journal;
  }
}

/** The journal once a setting is about to be changed: written down first. */
export const withUndo = (journal: Journal, undo: Undo): Journal =>
  journal.undo.some((one) => isSame(one, undo)) ? journal : { ...journal, undo: [...journal.undo, undo] };

const isSame = (a: Undo, b: Undo): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The journal with which a roll that was broken off is gone on with: every step is idempotent, so the nodes in hand begin anew. */
export function resume(journal: Journal): Journal {
  const { waiting: _waiting, ...rest } = journal;
  return inBatch(rest, ({ waiting: _over, ...batch }) => ({
    ...batch,
    good: 0,
    members: batch.members.map((member) => ({ ...member, step: 0, tries: 0 })),
  }));
}

function afterStep(member: Member, act: { step: string; index: number }, { outcome, began, took }: Stepped): Member {
  if (outcome === "no-answer")
    return { ...member, step: act.index, tries: member.step === act.index ? member.tries + 1 : 1 };
  const did: Did = { step: act.step, began, took };
  return { ...member, step: act.index + 1, tries: 0, did: [...member.did, did] };
}

/** A wait that is over is kept for the history. */
function calm(journal: Journal, now: number): Journal {
  const waiting = journal.batch?.waiting;
  if (journal.batch === undefined || waiting === undefined) return journal;
  const { waiting: _over, ...batch } = journal.batch;
  return { ...journal, batch, waits: ended(journal.waits, waiting, now) };
}

const ended = (waits: readonly Waited[], waiting: Waiting | undefined, now: number): readonly Waited[] => {
  if (waiting === undefined) return waits;
  const { gate, node, reason, since } = waiting;
  return [...waits, { gate, ...(node === undefined ? {} : { node }), reason, since, until: now }];
};

function inBatch(journal: Journal, change: (batch: Batch) => Batch): Journal {
  return journal.batch === undefined ? journal : { ...journal, batch: change(journal.batch) };
}

function finish(journal: Journal, now: number): Journal {
  const { batch, ...rest } = journal;
  if (batch === undefined) return journal;
  const wellAt = batch.wellAt ?? now;
  const finished = batch.members.map(({ id, why, from, began, did }) => {
    const last = did.at(-1);
    const catchUp = last === undefined ? 0 : Math.max(0, wellAt - (last.began + last.took));
    return { id, why, from, to: targetOf(journal, id), began, ended: now, did, catchUp };
  });
  return { ...rest, batches: journal.batches + Number(batch.ramp), finished: [...journal.finished, ...finished] };
}
