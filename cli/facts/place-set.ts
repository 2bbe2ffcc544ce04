/** A set of places in a list of a known length: a flag for each, cheap to copy and to change, iterated in order. */
export class PlaceSet {
  readonly #flags: Uint8Array;
  #size = 0;

  /** @param like its length, or another set that it begins as */
  constructor(like: number | PlaceSet) {
    this.#flags = typeof like === "number" ? new Uint8Array(like) : like.#flags.slice();
    if (typeof like !== "number") this.#size = like.#size;
  }

  get size(): number {
    return this.#size;
  }

  has(place: number): boolean {
    return this.#flags[place] === 1;
  }

  put(place: number, there: boolean): void {
    if (this.has(place) === there) return;
    this.#flags[place] = Number(there);
    this.#size += there ? 1 : -1;
  }

  *[Symbol.iterator](): IterableIterator<number> {
    let left = this.#size;
    for (let from = 0; left > 0; left -= 1) {
      const place = this.#flags.indexOf(1, from);
      yield place;
      from = place + 1;
    }
  }
}
