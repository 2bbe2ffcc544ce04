import type { Decision } from "./decide";
import type { InHand, Journal } from "./journal";
import { targetOf } from "./need";

/** What came of a decision that was carried out. */
export type Outcome = "done" | "no-answer";

/** The journal after a decision was carried out. `took`: milliseconds that it lasted. */
export function advance(journal: Journal, decision: Decision, outcome: Outcome, now: number, took = 0): Journal {
  switch (decision.do) {
    case "take": {
      const { node, why, from, baseline } = decision;
      const { waiting: _waiting, ...rest } = journal;
      return { ...rest, inHand: { id: node, began: now, why, from, step: 0, tries: 0, baseline, good: 0, took: {} } };
    }
    case "step":
      return inHand(journal, (hand) =>
        outcome === "no-answer"
          ? { ...hand, tries: hand.tries + 1 }
          : {
              ...calm(hand),
              step: decision.index + 1,
              tries: 0,
              good: 0,
              took: { ...hand.took, [decision.step]: took },
              steppedAt: now,
            },
      );
    case "read":
      return inHand(journal, (hand) => ({
        ...calm(hand),
        good: decision.good,
        wellAt: decision.good === 1 ? now - took : (hand.wellAt ?? now),
      }));
    case "wait":
      if (decision.node === undefined) return { ...journal, waiting: decision.waiting };
      return inHand(journal, (hand) => ({ ...hand, good: 0, waiting: decision.waiting }));
    case "finish":
      return finish(journal, now);
    case "after":
      return { ...journal, after: [...journal.after, decision.step] };
    case "label":
    case "record":
    case "stop":
    case "done":
      return journal;
  }
}

/** The journal with which a roll that was broken off is gone on with: every step is idempotent, so the node in hand begins anew. */
export function resume(journal: Journal): Journal {
  const { waiting: _waiting, ...rest } = journal;
  return inHand(rest, (hand) => ({ ...calm(hand), step: 0, tries: 0, good: 0 }));
}

function calm(hand: InHand): InHand {
  const { waiting: _waiting, ...rest } = hand;
  return rest;
}

function inHand(journal: Journal, change: (hand: InHand) => InHand): Journal {
  return journal.inHand === undefined ? journal : { ...journal, inHand: change(journal.inHand) };
}

function finish(journal: Journal, now: number): Journal {
  const { inHand: hand, ...rest } = journal;
  if (hand === undefined) return journal;
  const finished = {
    id: hand.id,
    from: hand.from,
    to: targetOf(journal, hand.id),
    began: hand.began,
    ended: now,
    took: hand.took,
    catchUp: hand.steppedAt === undefined ? 0 : Math.max(0, (hand.wellAt ?? now) - hand.steppedAt),
  };
  return { ...rest, finished: [...journal.finished, finished] };
}
