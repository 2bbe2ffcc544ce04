import type { Partition } from "./kafka-health";

/** Leaders and replicas in sync of many partitions as numbers in rows, which is cheap to change. */
export class PartitionRows {
  readonly #leaders: Int32Array;
  /** Replicas in sync, in order; where those of each partition begin; how many there are. */
  readonly #isr: Int32Array;
  readonly #begins: Int32Array;
  readonly #counts: Int32Array;
  readonly #lent: number[] = [];

  constructor(partitions: readonly Partition[]) {
    this.#begins = new Int32Array(partitions.length + 1);
    partitions.forEach(({ replicas, isr }, i) => {
      // A replica may yet come into sync; one in sync that is no replica keeps its place beside them.
      const strangers = isr === replicas ? 0 : isr.reduce((sum, id) => sum + Number(!replicas.includes(id)), 0);
      this.#begins[i + 1] = (this.#begins[i] ?? 0) + replicas.length + strangers;
    });
    this.#isr = new Int32Array(this.#begins.at(-1) ?? 0);
    this.#leaders = Int32Array.from(partitions, ({ leader }) => leader);
    this.#counts = Int32Array.from(partitions, ({ isr }) => isr.length);
    partitions.forEach(({ isr }, i) => this.#isr.set(isr, this.#begins[i]));
  }

  leader(place: number): number {
    return this.#leaders[place] ?? -1;
  }

  /** How many replicas of a partition are in sync. */
  count(place: number): number {
    return this.#counts[place] ?? 0;
  }

  isr(place: number): number[] {
    const begin = this.#begins[place] ?? 0;
    return [...this.#isr.subarray(begin, begin + this.count(place))];
  }

  /** @param change changes the replicas in sync, which are lent to it, and answers who leads from now on */
  change(place: number, change: (isr: number[], leader: number) => number): void {
    const begin = this.#begins[place] ?? 0;
    const isr = this.#lent;
    const count = this.count(place);
    // Emptied and filled it would be given room anew each time.
    while (isr.length > count) isr.pop();
    for (let i = 0; i < count; i += 1) isr[i] = this.#isr[begin + i] ?? -1;
    this.#leaders[place] = change(isr, this.leader(place));
    this.#counts[place] = isr.length;
    for (let i = 0; i < isr.length; i += 1) this.#isr[begin + i] = isr[i] ?? -1;
  }
}
