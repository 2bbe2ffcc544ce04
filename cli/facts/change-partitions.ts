import type { Partition } from "./kafka-health";
import { indexOf, keepIndex, type PartitionIndex, placesOf } from "./partition-index";
import { PartitionRows } from "./partition-rows";
import { PlaceSet } from "./place-set";

/** What becomes of one partition: changes its replicas in sync, and answers who leads from now on. */
export type Change = (isr: number[], leader: number) => number;

/** Partitions that nobody else has, and what can be changed of them. */
interface Own {
  readonly partitions: readonly Partition[];
  readonly rows: PartitionRows;
  readonly marks: Marks;
}

type Marks = PartitionIndex & { readonly offline: Set<number> };

const owned = new WeakMap<readonly Partition[], Own>();

/**
 * The same partitions with those of one broker changed; replicas stay, so that the index need not be made anew.
 *
 * @param consume the given partitions are of no more use: those that come of it are changed in place from then on.
 *   Making each of 200,000 anew several times is most of the work of a large plan
 */
export function changePartitions(
  partitions: readonly Partition[],
  broker: number,
  change: Change,
  consume = false,
): readonly Partition[] {
  if (consume) return changeOwn(owned.get(partitions) ?? own(partitions), broker, change);
  // From now on two have what is in it.
  owned.delete(partitions);
  const array = partitions.slice();
  const marks = marksOf(array, partitions);
  for (const place of placesOf(partitions, broker)) {
    const before = array[place];
    if (before === undefined) continue;
    const { topic, partition, replicas, minIsr } = before;
    const isr = [...before.isr];
    const leader = change(isr, before.leader);
    if (leader === before.leader && isr.length === before.isr.length) continue;
    array[place] = { topic, partition, leader, replicas, isr, minIsr };
    mark(marks, place, leader, isr.length - before.isr.length, isr.length);
  }
  return array;
}

function changeOwn({ partitions, rows, marks }: Own, broker: number, change: Change): readonly Partition[] {
  for (const place of placesOf(partitions, broker)) {
    const before = rows.count(place);
    rows.change(place, change);
    const inSync = rows.count(place);
    mark(marks, place, rows.leader(place), inSync - before, inSync);
  }
  return partitions;
}

function mark(
  { room, begins, behind, offline }: Marks,
  place: number,
  leader: number,
  gained: number,
  inSync: number,
): void {
  room[place] = (room[place] ?? 0) + gained;
  behind.put(place, inSync < (begins[place + 1] ?? 0) - (begins[place] ?? 0));
  if (leader < 0) offline.add(place);
  else if (offline.size > 0) offline.delete(place);
}

/** The index of the new partitions is that of the old ones but for what may change. */
function marksOf(partitions: readonly Partition[], before: readonly Partition[]): Marks {
  const index = indexOf(before);
  const marks = {
    ...index,
    room: index.room.slice(),
    offline: new Set(index.offline),
    behind: new PlaceSet(index.behind),
  };
  keepIndex(partitions, marks);
  return marks;
}

function own(before: readonly Partition[]): Own {
  const rows = new PartitionRows(before);
  const partitions = before.map((partition, place) => new RowPartition(partition, rows, place));
  const mine = { partitions, rows, marks: marksOf(partitions, before) };
  owned.set(partitions, mine);
  return mine;
}

/** A partition of which leader and replicas in sync are looked up when somebody asks. */
class RowPartition implements Partition {
  readonly topic: string;
  readonly partition: number;
  readonly replicas: readonly number[];
  readonly minIsr: number;
  readonly #rows: PartitionRows;
  readonly #place: number;

  constructor({ topic, partition, replicas, minIsr }: Partition, rows: PartitionRows, place: number) {
    this.topic = topic;
    this.partition = partition;
    this.replicas = replicas;
    this.minIsr = minIsr;
    this.#rows = rows;
    this.#place = place;
  }

  get leader(): number {
    return this.#rows.leader(this.#place);
  }

  get isr(): readonly number[] {
    return this.#rows.isr(this.#place);
  }
}
