import { partitionName } from "./partition-name";
import type { PartitionOrder } from "./partition-order";

/** What can be put back of the orders that partitions had. */
export interface OrdersToRestore {
  readonly orders: readonly PartitionOrder[];
  /** How many are so already. */
  readonly already: number;
  /** `topic-partition: why` of those that are left alone. */
  readonly left: readonly string[];
}

/**
 * Which orders can be put back: those of partitions that still have the same replicas. Where somebody has moved a
 * partition since, the order is theirs.
 *
 * @param now where the partitions are
 * @param reassigning `topic-partition` of those under reassignment
 */
export function ordersToRestore(
  wanted: readonly PartitionOrder[],
  now: readonly PartitionOrder[],
  reassigning: readonly string[],
): OrdersToRestore {
  const current = new Map(now.map((order) => [partitionName(order), order.replicas]));
  const moving = new Set(reassigning);
  const orders: PartitionOrder[] = [];
  const left: string[] = [];
  let already = 0;
  for (const order of wanted) {
    const name = partitionName(order);
    const replicas = current.get(name);
    if (replicas === undefined) left.push(`${name}: is gone`);
    else if (moving.has(name)) left.push(`${name}: is being reassigned`);
    else if (replicas.join() === order.replicas.join()) already++;
    else if ([...replicas].sort().join() === [...order.replicas].sort().join()) orders.push(order);
    else left.push(`${name}: expected replicas ${order.replicas.join(" ")} in any order; got ${replicas.join(" ")}`);
  }
  return { orders, already, left };
}
