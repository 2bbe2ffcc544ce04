import { isReachable } from "../facts/node-report";
import type { Observed } from "../facts/observed";
import { countUnderReplicated } from "../facts/under-replicated";
import type { Journal } from "./journal";

/** Enough for a report; a roll of days keeps every other one. */
const most = 4000;

/** Keep the number of under-replicated partitions where it changed: the history of a roll shows it over time. */
export function noteBehind(journal: Journal, { kafka }: Observed, now: number): Journal {
  if (!isReachable(kafka)) return journal;
  const behind = countUnderReplicated(kafka);
  if (journal.behind.at(-1)?.[1] === behind) return journal;
  const kept = journal.behind.length < most ? journal.behind : journal.behind.filter((_, i) => i % 2 === 0);
  return { ...journal, behind: [...kept, [now, behind]] };
}
