import { BadInput } from "../../../spec";
import { goOn } from "../../decide/go-on";
import type { Journal } from "../../decide/journal";
import { rollbackJournal } from "../../decide/new-journal";
import { backFrom } from "../../decide/rollback";
import { isReachable } from "../../facts/node-report";
import type { Observed } from "../../facts/observed";
import type { Bucket } from "../aws/bucket";
import { Failure } from "../failure";
import type { JournalStore } from "./journal-store";
import { beginJournal, type Intent, newRoll, type RollRequest } from "./prepare-roll";

export interface JournalRequest extends RollRequest {
  readonly kind: Journal["kind"];
  readonly retarget: boolean;
}

/** The journal that this sitting goes by, and the one that it gives up. */
export interface Prepared {
  readonly journal: Journal;
  /** Whether a roll that was broken off is gone on with. */
  readonly resumed: boolean;
  readonly givenUp?: Journal;
}

/**
 * Go on with the roll that is under way, or begin one. What a roll that is given up has still to put back goes over
 * to the one that follows it.
 *
 * @throws Failure (3) when that would contradict the roll that is under way, or there is nothing to take back
 */
export async function prepareJournal(
  intent: Intent,
  observed: Observed,
  request: JournalRequest,
  store: JournalStore<Journal>,
  bucket: Pick<Bucket, "get">,
): Promise<Prepared> {
  const stored = await store.load();
  const asked = { ...request, top: intent.top, overrides: request.override, accepted: request.accept };
  const course = goOn(stored, asked);
  if (course !== "begin" && "refused" in course) throw new Failure(course.refused, 3);
  if (course !== "begin") return { journal: course.journal, resumed: true };
  const begun =
    request.kind === "rollback"
      ? await takeBack(intent, observed, request, stored, store)
      : beginJournal(intent, observed, request);
  if (request.replace !== undefined && request.lostDisk) await checkGeneration(intent, request.replace, bucket);
  const journal = { ...begun, undo: stored?.undo ?? [] };
  return { journal, resumed: false, ...(stored === undefined ? {} : { givenUp: stored }) };
}

/** The roll that can be taken back: the one under way, or the last that ended. */
export async function lastRoll(
  store: JournalStore<Journal>,
  stored: Journal | undefined,
): Promise<Journal | undefined> {
  if (stored?.kind === "roll") return stored;
  const id = (await store.ids()).at(-1);
  return id === undefined ? undefined : store.read(id);
}

async function takeBack(
  intent: Intent,
  observed: Observed,
  request: JournalRequest,
  stored: Journal | undefined,
  store: JournalStore<Journal>,
): Promise<Journal> {
  const last = await lastRoll(store, stored);
  if (!isReachable(observed.kafka)) throw new Failure(`kafka-answers: ${observed.kafka.unreachable}`, 3);
  const back =
    last?.kind === "rollback"
      ? { refused: `${last.id} took the last roll back already` }
      : backFrom(intent.cluster, last, observed.kafka.features);
  if ("refused" in back) throw new Failure(`refused, and no node was taken: ${back.refused}`, 3);
  return rollbackJournal(newRoll(intent, observed, request), back.targets);
}

/** A disk that is given up makes room for another of the next generation, once. */
async function checkGeneration({ cluster, file }: Intent, id: number, bucket: Pick<Bucket, "get">): Promise<void> {
  const generation = cluster.nodes.find((n) => n.id === id)?.generation ?? 1;
  if ((await bucket.get(`clusters/${cluster.name}/formed/${id}-${generation}`)) === undefined) return;
  throw new BadInput(
    `${file}: nodes.${id}: its disk of generation ${generation} was formed; expected generation: ${generation + 1} there, which gives that disk up for good`,
  );
}
