import { type Bucket, isConflict } from "../aws/bucket";
import { Failure } from "../failure";

type JournalBucket = Pick<Bucket, "get" | "put" | "putIfNoneMatch" | "putIfMatch" | "list">;

/**
 * The journal of a cluster's roll in its bucket, replaced only if nobody else has replaced it since it was read.
 *
 * @typeParam T the journal; whatever JSON can hold
 */
export class JournalStore<T extends { readonly id: string }> {
  readonly #key: string;
  readonly #rolls: string;
  /** Undefined: there is none in the bucket, as far as is known. */
  #etag: string | undefined;

  /** @param parse turns what was read into a journal; throws for what is none */
  constructor(
    private readonly bucket: JournalBucket,
    cluster: string,
    private readonly parse: (value: unknown) => T,
  ) {
    this.#key = `clusters/${cluster}/journal`;
    this.#rolls = `clusters/${cluster}/rolls/`;
  }

  /** The journal of the roll that is under way, or undefined. Read it before the first save. */
  async load(): Promise<T | undefined> {
    const found = await this.bucket.get(this.#key);
    this.#etag = found?.etag;
    return found === undefined ? undefined : this.#parsed(this.#key, found.body);
  }

  /**
   * Replace the journal that was read or saved last.
   *
   * @throws Failure (3) when somebody else has replaced it
   */
  async save(journal: T): Promise<void> {
    await this.#swap(`${JSON.stringify(journal)}\n`);
  }

  /** Keep the journal of a roll that has ended under its id, and have none under way. */
  async finish(journal: T): Promise<void> {
    await this.keep(journal);
    await this.#swap("null\n");
  }

  /** Keep a journal under its id. */
  async keep(journal: T): Promise<void> {
    await this.bucket.put(`${this.#rolls}${journal.id}`, `${JSON.stringify(journal)}\n`);
  }

  /** Ids of the rolls that have ended, oldest first when ids begin with the time. */
  async ids(): Promise<string[]> {
    return (await this.bucket.list(this.#rolls)).map((key) => key.slice(this.#rolls.length));
  }

  /** A roll that has ended. */
  async read(id: string): Promise<T | undefined> {
    const found = await this.bucket.get(`${this.#rolls}${id}`);
    return found && this.#parsed(`${this.#rolls}${id}`, found.body);
  }

  async #swap(text: string): Promise<void> {
    const put =
      this.#etag === undefined
        ? await this.bucket.putIfNoneMatch(this.#key, text)
        : await this.bucket.putIfMatch(this.#key, text, this.#etag);
    if (!isConflict(put)) {
      this.#etag = put.etag;
      return;
    }
    // The answer to a put can get lost and the put be sent again, which then meets itself.
    const found = await this.bucket.get(this.#key);
    if (found?.body.toString("utf8") !== text)
      throw new Failure(
        `${this.#key}: somebody else has changed the journal since it was read; run the command again`,
        3,
      );
    this.#etag = found.etag;
  }

  #parsed(key: string, body: Buffer): T | undefined {
    try {
      const value: unknown = JSON.parse(body.toString("utf8"));
      return value === null ? undefined : this.parse(value);
    } catch (error) {
      throw new Error(`${key}: not a journal; ${(error as Error).message}`, { cause: error });
    }
  }
}
