import { ordersToRestore } from "../facts/orders-to-restore";
import { partitionName } from "../facts/partition-name";
import type { PartitionOrder } from "../facts/partition-order";
import type { KafkaSession } from "./kafka-session";
import type { KafkaSessions } from "./kafka-sessions";
import { inBatches, placed, reorder } from "./partition-orders";
import { reached } from "./reached";
import { seen } from "./seen";

/** What came of putting orders back. */
export interface Restored {
  /** Partitions whose order was put back, or was so already. */
  readonly restored: number;
  /** `topic-partition: why` of those whose order was left alone. */
  readonly left: readonly string[];
}

/** Milliseconds for one request, failing over included. */
const within = 30_000;
/** Milliseconds within which the orders are seen. */
const limit = 10_000;

/** See {@link KafkaAdmin.restoreOrder}. */
export async function restoreOrder(sessions: KafkaSessions, wanted: readonly PartitionOrder[]): Promise<Restored> {
  if (wanted.length === 0) return { restored: 0, left: [] };
  const ask = <T extends object>(question: (session: KafkaSession) => Promise<T>): Promise<T> =>
    reached("orders of replicas", sessions.ask({ within, each: within }, question));
  const topics = [...new Set(wanted.map(({ topic }) => topic))];
  const look = () =>
    ask(async (session) => {
      const [now, moving] = await Promise.all([placed(session, topics), session.requests.reassignments()]);
      const names = moving.topics.flatMap(({ name, partitions }) =>
        partitions.map((one) => partitionName({ topic: name, partition: one.partitionIndex })),
      );
      return ordersToRestore(wanted, now, names);
    });

  const { orders } = await look();
  const refused = new Map<string, string>();
  for (const batch of inBatches(orders))
    for (const [name, why] of await ask((session) => reorder(session, batch))) refused.set(name, why);
  const outcome = { already: 0, left: [] as string[] };
  await seen(limit, async () => {
    const now = await look();
    const pending = now.orders.filter((order) => !refused.has(partitionName(order)));
    outcome.already = now.already;
    outcome.left = [
      ...now.left,
      ...[...refused].map(([name, why]) => `${name}: ${why}`),
      ...pending.map((order) => `${partitionName(order)}: not seen within ${limit / 1000} s`),
    ];
    return pending.length === 0 ? true : undefined;
  });
  return { restored: outcome.already, left: outcome.left };
}
