/** Ctrl-C: once, the node in hand is finished; twice, the roll stops now. SIGTERM counts as the first. */
export class Interrupts {
  #count = 0;
  readonly #handler = (): void => {
    this.#count += 1;
    if (this.#count === 1) this.onFirst();
    else this.onSecond();
  };

  constructor(
    private readonly onFirst: () => void,
    private readonly onSecond: () => void,
  ) {
    process.on("SIGINT", this.#handler);
    process.on("SIGTERM", this.#handler);
  }

  get asked(): boolean {
    return this.#count > 0;
  }

  close(): void {
    process.off("SIGINT", this.#handler);
    process.off("SIGTERM", this.#handler);
  }
}
