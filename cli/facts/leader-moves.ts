import type { KafkaHealth, Partition } from "./kafka-health";
import { partitionName } from "./partition-name";
import type { PartitionOrder } from "./partition-order";

/** How a broker can be relieved of what it leads. */
export interface LeaderMoves {
  /** Orders as they are. */
  readonly before: readonly PartitionOrder[];
  /** The same partitions: another in-sync replica first, the broker last. */
  readonly after: readonly PartitionOrder[];
  /** `topic-partition: why` of those that stay. */
  readonly left: readonly string[];
}

/**
 * For each partition that a broker leads, an order of the same replicas in which another in-sync one comes first.
 * The new leaders are those that lead least, counted as the moves go.
 */
export function leaderMoves(health: Pick<KafkaHealth, "partitions" | "reassigning">, id: number): LeaderMoves {
  const leads = new Map<number, number>();
  for (const { leader } of health.partitions) leads.set(leader, (leads.get(leader) ?? 0) + 1);
  const reassigning = new Set(health.reassigning);
  const before: PartitionOrder[] = [];
  const after: PartitionOrder[] = [];
  const left: string[] = [];
  for (const partition of health.partitions) {
    if (partition.leader !== id) continue;
    const heir = heirOf(partition, leads);
    const name = partitionName(partition);
    // A second order would take the place of the reassignment.
    if (reassigning.has(name)) left.push(`${name}: is being reassigned`);
    else if (heir === undefined) left.push(`${name}: no other replica is in sync`);
    else {
      const { topic, replicas } = partition;
      const others = replicas.filter((replica) => replica !== heir && replica !== id);
      before.push({ topic, partition: partition.partition, replicas });
      after.push({ topic, partition: partition.partition, replicas: [heir, ...others, id] });
      leads.set(heir, (leads.get(heir) ?? 0) + 1);
    }
  }
  return { before, after, left };
}

/** Of the other in-sync replicas the one that leads least; of equals the one that Kafka would prefer. */
function heirOf({ replicas, isr, leader }: Partition, leads: ReadonlyMap<number, number>): number | undefined {
  let heir: number | undefined;
  for (const replica of replicas) {
    if (replica === leader || !isr.includes(replica)) continue;
    if (heir === undefined || (leads.get(replica) ?? 0) < (leads.get(heir) ?? 0)) heir = replica;
  }
  return heir;
}
