import type { Partition } from "../../cli/facts/kafka-health";

/** The least rounds in which brokers can be rolled, whoever chooses them. */
export interface FewestRounds {
  /** Brokers divided by how many may go at a time. */
  readonly bySize: number;
  /** Brokers of which any two share a partition: each needs a round of its own. The largest such group that was found. */
  readonly byConflict: number;
  /** The larger of the two. */
  readonly rounds: number;
}

/** No way of rolling is faster: no two of a batch share a partition, and a batch has a size at most. */
export function fewestRounds(
  brokers: readonly number[],
  partitions: readonly Partition[],
  maxParallel: number,
): FewestRounds {
  const bySize = Math.ceil(brokers.length / maxParallel);
  const byConflict = largeClique(brokers, neighbours(brokers, partitions));
  return { bySize, byConflict, rounds: Math.max(bySize, byConflict) };
}

/** With whom each broker shares a partition. */
function neighbours(brokers: readonly number[], partitions: readonly Partition[]): Map<number, Set<number>> {
  const of = new Map(brokers.map((id) => [id, new Set<number>()]));
  for (const { replicas } of partitions)
    for (const a of replicas) for (const b of replicas) if (a !== b) of.get(a)?.add(b);
  return of;
}

/** Greedy, begun at every broker: what it finds is a clique, so the bound holds even where a larger one exists. */
function largeClique(brokers: readonly number[], of: ReadonlyMap<number, ReadonlySet<number>>): number {
  const degree = (id: number): number => of.get(id)?.size ?? 0;
  const order = [...brokers].sort((a, b) => degree(b) - degree(a));
  let largest = 0;
  for (const start of order) {
    if (degree(start) < largest) break;
    const clique = [start];
    for (const id of order)
      if (id !== start && clique.every((member) => of.get(id)?.has(member) ?? false)) clique.push(id);
    largest = Math.max(largest, clique.length);
    if (largest === brokers.length) break;
  }
  return largest;
}
