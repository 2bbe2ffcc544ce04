import type { Acks, Journal } from "./journal";

/** What the canary of one sitting felt, beside what those before it did. */
export function addAcks(journal: Journal, acks: Acks | undefined): Journal {
  if (acks === undefined) return journal;
  const before = journal.acks;
  if (before === undefined) return { ...journal, acks };
  return {
    ...journal,
    acks: {
      topic: acks.topic,
      gaps: [...before.gaps, ...acks.gaps],
      longest: Math.max(before.longest, acks.longest),
      sent: before.sent + acks.sent,
      failed: before.failed + acks.failed,
    },
  };
}
