import { leaderMoves } from "../facts/leader-moves";
import { partitionName } from "../facts/partition-name";
import type { PartitionOrder } from "../facts/partition-order";
import { electLeaders } from "./elect-leaders";
import type { KafkaReader } from "./kafka-reader";
import type { KafkaSession } from "./kafka-session";
import { inBatches, placed, reorder } from "./partition-orders";
import { reached } from "./reached";
import { seen } from "./seen";

/** What came of moving leaders away from a broker. */
export interface LeadersMoved {
  /** Orders as they were, of every partition that was to be reordered: what {@link restoreOrder} takes. */
  readonly orders: readonly PartitionOrder[];
  /** Partitions that another broker leads now. */
  readonly moved: number;
  /** `topic-partition: why` of those that it still leads. */
  readonly left: readonly string[];
}

/** Milliseconds for one request, failing over included. */
const within = 30_000;
/** Milliseconds within which the new leaders are seen. */
const limit = 10_000;

/** See {@link KafkaAdmin.moveLeadersFrom}. */
export async function moveLeaders(
  reader: KafkaReader,
  id: number,
  before: (orders: readonly PartitionOrder[]) => Promise<void> = () => Promise.resolve(),
): Promise<LeadersMoved> {
  const what = `leaders of broker ${id}`;
  const ask = <T extends object>(question: (session: KafkaSession) => Promise<T>): Promise<T> =>
    reached(what, reader.sessions.ask({ within, each: within }, question));

  const plan = leaderMoves(await reached(what, reader.read()), id);
  const left = [...plan.left];
  if (plan.before.length === 0) return { orders: [], moved: 0, left };
  await before(plan.before);

  const refused = new Map<string, string>();
  for (const batch of inBatches(plan.after)) {
    for (const [name, why] of await ask((session) => reorder(session, batch))) refused.set(name, why);
    const ordered = batch.filter((order) => !refused.has(partitionName(order)));
    const { failed } = await ask((session) => electLeaders(session, ordered));
    left.push(...failed);
  }
  left.push(...[...refused].map(([name, why]) => `${name}: ${why}`));

  const known = new Set(left.map((line) => line.slice(0, line.indexOf(":"))));
  const expected = plan.after.filter((order) => !known.has(partitionName(order)));
  let still: readonly string[] = [];
  await seen(limit, async () => {
    still = await leadsStill(ask, id, expected);
    return still.length === 0 ? true : undefined;
  });
  left.push(...still.map((name) => `${name}: still led by ${id} after ${limit / 1000} s`));
  return { orders: plan.before, moved: expected.length - still.length, left };
}

/** Which of these partitions the broker leads. */
async function leadsStill(
  ask: <T extends object>(question: (session: KafkaSession) => Promise<T>) => Promise<T>,
  id: number,
  orders: readonly PartitionOrder[],
): Promise<readonly string[]> {
  const names = new Set(orders.map(partitionName));
  const topics = [...new Set(orders.map(({ topic }) => topic))];
  const now = await ask((session) => placed(session, topics));
  return now.filter((one) => one.leader === id && names.has(partitionName(one))).map(partitionName);
}
