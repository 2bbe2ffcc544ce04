import { setTimeout as sleep } from "node:timers/promises";
import type { Journal } from "../../decide/journal";
import { Failure } from "../failure";

/** Milliseconds before each further attempt: a bucket that hiccups must not leave a broker down. */
const pauses = [200, 1000, 3000, 10_000];

/** Milliseconds that what need not be saved at once waits for more of it: steps follow each other in less. */
const patience = 100;

/** Writes the journal of one sitting down: one write at a time, the newest last. */
export class JournalWriter {
  #journal: Journal;
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  /** @param write puts a journal where it is kept */
  constructor(
    journal: Journal,
    private readonly write: (journal: Journal) => Promise<void>,
  ) {
    this.#journal = journal;
  }

  /** The newest, whether it is written down already or not. */
  get journal(): Journal {
    return this.#journal;
  }

  /**
   * Write down before anything more is done.
   *
   * @throws Failure (3) when somebody else has replaced it, (1) when it cannot be kept, after a quarter of a minute
   */
  save(journal: Journal): Promise<void> {
    this.#journal = journal;
    return this.#next(() => persistently(() => this.write(journal)));
  }

  /** Write down in a moment, beside whatever goes on, once; what goes wrong then goes wrong with the next `save`, too. */
  soon(journal: Journal): void {
    this.#journal = journal;
    this.#timer ??= setTimeout(() => {
      this.#next(() => this.write(this.#journal)).catch(() => {});
    }, patience);
  }

  /** Nothing is on its way any more, and nothing will be. */
  async settle(): Promise<void> {
    this.#forget();
    await this.#writing.catch(() => {});
  }

  #next(write: () => Promise<void>): Promise<void> {
    this.#forget();
    this.#writing = this.#writing.catch(() => {}).then(write);
    return this.#writing;
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

async function persistently(work: () => Promise<void>): Promise<void> {
  for (const pause of [...pauses, undefined]) {
    try {
      return await work();
    } catch (error) {
      // Somebody else's journal is no hiccup.
      if (error instanceof Failure) throw error;
      if (pause === undefined) throw new Failure(`the journal cannot be kept: ${(error as Error).message}`, 1);
      await sleep(pause);
    }
  }
}
