import type { Partition } from "./kafka-health";
import { PlaceSet } from "./place-set";

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
  readonly behind: PlaceSet;
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

/** Let these partitions have this index, which whoever made them knows without going through all of them. */
export const keepIndex = (partitions: readonly Partition[], index: PartitionIndex): void =>
  void known.set(partitions, index);

const none = new Int32Array();

/** Indexes of the partitions that a broker holds a replica of. */
export const placesOf = (partitions: readonly Partition[], broker: number): Int32Array =>
  indexOf(partitions).byBroker.get(broker) ?? none;

export const isOffline = (p: Partition): boolean => p.leader < 0;
export const isBehind = (p: Partition): boolean => p.isr.length < p.replicas.length;

/** Numbers in rows: a question about half a million replicas must not go through as many objects. */
function makeIndex(partitions: readonly Partition[]): PartitionIndex {
  const begins = new Int32Array(partitions.length + 1);
  const room = new Int32Array(partitions.length);
  const offline = new Set<number>();
  const behind = new PlaceSet(partitions.length);
  let replicas = new Int32Array(3 * partitions.length);
  let counts = new Int32Array(1024);
  let end = 0;
  for (let i = 0; i < partitions.length; i += 1) {
    const partition = partitions[i];
    if (partition === undefined) continue;
    const on = partition.replicas;
    if (end + on.length > replicas.length) replicas = longer(replicas, end + on.length);
    for (let k = 0; k < on.length; k += 1) {
      const broker = on[k] ?? 0;
      replicas[end] = broker;
      end += 1;
      if (broker >= counts.length) counts = longer(counts, broker + 1);
      counts[broker] = (counts[broker] ?? 0) + 1;
    }
    begins[i + 1] = end;
    room[i] = partition.isr.length - partition.minIsr;
    if (isOffline(partition)) offline.add(i);
    if (isBehind(partition)) behind.put(i, true);
  }
  replicas = replicas.subarray(0, end);
  return { replicas, begins, room, byBroker: placesByBroker(replicas, begins, counts), offline, behind };
}

/** The same numbers with room for more. */
function longer(numbers: Int32Array, needed: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(Math.max(needed, 2 * numbers.length));
  longer.set(numbers);
  return longer;
}

/** One row of places for all brokers, each with its own stretch of it. */
function placesByBroker(replicas: Int32Array, begins: Int32Array, counts: Int32Array): Map<number, Int32Array> {
  const places = new Int32Array(replicas.length);
  const next = new Int32Array(counts.length);
  const byBroker = new Map<number, Int32Array>();
  let begin = 0;
  for (let broker = 0; broker < counts.length; broker += 1) {
    const count = counts[broker] ?? 0;
    if (count === 0) continue;
    next[broker] = begin;
    byBroker.set(broker, places.subarray(begin, begin + count));
    begin += count;
  }
  let at = 0;
  for (let i = 0; i + 1 < begins.length; i += 1)
    for (const end = begins[i + 1] ?? 0; at < end; at += 1) {
      const broker = replicas[at] ?? 0;
      const to = next[broker] ?? 0;
      places[to] = i;
      next[broker] = to + 1;
    }
  return byBroker;
}
