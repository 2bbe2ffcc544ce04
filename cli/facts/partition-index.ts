import type { Partition } from "./kafka-health";

/** Where partitions are and which of them are ill, so that a question about one broker looks at its own alone. */
export interface PartitionIndex {
  /** Replicas of all partitions, one after the other, and where those of each begin; one entry more than partitions. */
  readonly replicas: Int32Array;
  readonly begins: Int32Array;
  /** How many replicas in sync each partition has above its minimum. */
  readonly room: Int32Array;
  /** Indexes of the partitions that each broker holds a replica of. */
  readonly byBroker: ReadonlyMap<number, Int32Array>;
  /** Indexes of partitions without a leader. */
  readonly offline: ReadonlySet<number>;
  /** Indexes of partitions that have a replica out of sync. */
  readonly behind: ReadonlySet<number>;
}

const known = new WeakMap<readonly Partition[], PartitionIndex>();

/** The index of these partitions: made once, and kept as long as they are. */
export function indexOf(partitions: readonly Partition[]): PartitionIndex {
  let index = known.get(partitions);
  if (index === undefined) {
    index = makeIndex(partitions);
    known.set(partitions, index);
  }
  return index;
}

const none = new Int32Array();

/** Indexes of the partitions that a broker holds a replica of. */
export const placesOf = (partitions: readonly Partition[], broker: number): Int32Array =>
  indexOf(partitions).byBroker.get(broker) ?? none;

/** Partitions that were made here and that nobody else has, with their index. */
const own = new WeakMap<
  readonly Partition[],
  { array: Partition[]; room: Int32Array; offline: Set<number>; behind: Set<number> }
>();

/**
 * The same partitions with those of one broker changed; replicas stay, so that the index need not be made anew.
 *
 * @param consume the given partitions are of no more use: where they were made here, they are changed in place. Copying
 *   200,000 of them twice a node is most of the work of a large plan
 */
export function changeOf(
  partitions: readonly Partition[],
  broker: number,
  change: (partition: Partition) => Partition,
  consume = false,
): readonly Partition[] {
  const index = indexOf(partitions);
  const { byBroker, room, offline, behind } = index;
  const mine = (consume ? own.get(partitions) : undefined) ?? {
    array: partitions.slice(),
    room: room.slice(),
    offline: new Set(offline),
    behind: new Set(behind),
  };
  for (const i of byBroker.get(broker) ?? none) {
    const before = partitions[i];
    if (before === undefined) continue;
    const after = change(before);
    if (after === before) continue;
    mine.array[i] = after;
    mine.room[i] = after.isr.length - after.minIsr;
    if (isOffline(before) !== isOffline(after)) put(mine.offline, i, isOffline(after));
    if (isBehind(before) !== isBehind(after)) put(mine.behind, i, isBehind(after));
  }
  known.set(mine.array, { ...index, room: mine.room, offline: mine.offline, behind: mine.behind });
  own.set(mine.array, mine);
  return mine.array;
}

const isOffline = (p: Partition): boolean => p.leader < 0;
const isBehind = (p: Partition): boolean => p.isr.length < p.replicas.length;

function put(set: Set<number>, i: number, there: boolean): void {
  if (there) set.add(i);
  else set.delete(i);
}

/** Numbers in rows: a question about half a million replicas must not go through as many objects. */
function makeIndex(partitions: readonly Partition[]): PartitionIndex {
  const begins = new Int32Array(partitions.length + 1);
  const room = new Int32Array(partitions.length);
  const [offline, behind] = [new Set<number>(), new Set<number>()];
  const flat: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < partitions.length; i += 1) {
    const partition = partitions[i];
    if (partition === undefined) continue;
    for (const broker of partition.replicas) {
      flat.push(broker);
      counts[broker] = (counts[broker] ?? 0) + 1;
    }
    begins[i + 1] = flat.length;
    room[i] = partition.isr.length - partition.minIsr;
    if (isOffline(partition)) offline.add(i);
    if (isBehind(partition)) behind.add(i);
  }
  const replicas = Int32Array.from(flat);
  return { replicas, begins, room, byBroker: placesByBroker(replicas, begins, counts), offline, behind };
}

function placesByBroker(replicas: Int32Array, begins: Int32Array, counts: readonly number[]): Map<number, Int32Array> {
  const places: Int32Array[] = [];
  const filled = new Int32Array(counts.length);
  counts.forEach((count, broker) => {
    places[broker] = new Int32Array(count);
  });
  for (let i = 0; i + 1 < begins.length; i += 1)
    for (let at = begins[i] ?? 0; at < (begins[i + 1] ?? 0); at += 1) {
      const broker = replicas[at] ?? 0;
      const own = places[broker];
      if (own !== undefined) own[filled[broker] ?? 0] = i;
      filled[broker] = (filled[broker] ?? 0) + 1;
    }
  const byBroker = new Map<number, Int32Array>();
  places.forEach((own, broker) => byBroker.set(broker, own));
  return byBroker;
}
