import {
  describeHeld,
  type Holder,
  judgeLease,
  type LeaseRecord,
  type LeaseVerdict,
  leaseTime,
  renewalTime,
  whyLapsed,
} from "../../decide/lease";
import { Failure } from "../failure";
import { isDead, thisHolder } from "./holder";
import { type LeaseBucket, leaseKey, readLease, swapLease } from "./lease-object";

/** Somebody else holds the lease. The CLI ends with 3. */
export class LeaseHeld extends Failure {
  constructor(
    cluster: string,
    readonly held: LeaseRecord & { readonly holder: Holder },
  ) {
    super(`${cluster}: lease ${describeHeld(held)}`, 3);
  }
}

export interface LeaseOptions {
  readonly holder?: Holder;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Milliseconds between renewals; 0: none in the background. */
  readonly every?: number;
}

/** The lease of a cluster while somebody holds it. */
export async function heldLease(bucket: LeaseBucket, cluster: string): Promise<LeaseRecord | undefined> {
  const found = await readLease(bucket, leaseKey(cluster));
  const verdict = judge(found?.record, Date.now());
  return "held" in verdict ? verdict.held : undefined;
}

const judge = (record: LeaseRecord | undefined, now: number): LeaseVerdict =>
  judgeLease(record, now, record?.holder != null && isDead(record.holder));

/** The right to change a cluster. Renewed in the background until it is released. */
export class Lease {
  #lost: string | undefined;
  #renewed: { wall: number; steady: number };
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly bucket: LeaseBucket,
    private readonly key: string,
    private record: LeaseRecord,
    private etag: string,
    began: { wall: number; steady: number },
    private readonly now: () => number,
    /** Why it could be had, for the operator to see that somebody's roll was broken off. */
    readonly because: Extract<LeaseVerdict, { take: number }>["because"],
  ) {
    this.#renewed = began;
  }

  /**
   * Take the lease of a cluster.
   *
   * @param command what it is taken for, as others shall see it
   * @throws LeaseHeld
   */
  static async acquire(
    bucket: LeaseBucket,
    cluster: string,
    command: string,
    options: LeaseOptions = {},
  ): Promise<Lease> {
    const { holder = thisHolder(), now = Date.now, every = renewalTime } = options;
    const key = leaseKey(cluster);
    for (;;) {
      const found = await readLease(bucket, key);
      const verdict = judge(found?.record, now());
      if ("held" in verdict) throw new LeaseHeld(cluster, verdict.held);
      const began = { wall: now(), steady: performance.now() };
      const record: LeaseRecord = {
        format: 1,
        token: verdict.take,
        holder,
        command,
        since: began.wall,
        expires: began.wall + leaseTime,
      };
      const etag = await swapLease(bucket, key, record, found?.etag);
      // Somebody was quicker: look at what is there now.
      if (etag === undefined) continue;
      const lease = new Lease(bucket, key, record, etag, began, now, verdict.because);
      if (every > 0) lease.#schedule(every);
      return lease;
    }
  }

  /** Goes up with every taking: hosts refuse the verbs of an older one. */
  get token(): number {
    return this.record.token;
  }

  /** Why it must not be acted on any more, or undefined while it is held. Ask before each act. */
  get lost(): string | undefined {
    const { wall, steady } = this.#renewed;
    return this.#lost ?? whyLapsed({ wall: this.now() - wall, steady: performance.now() - steady });
  }

  /** Go above a token that hosts have seen: the lease object was deleted since, and tokens began anew. */
  raiseAbove(seen: number): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#lost !== undefined || this.record.token > seen) return;
      const record = { ...this.record, token: seen + 1 };
      const etag = await swapLease(this.bucket, this.key, record, this.etag);
      if (etag === undefined) this.#lost = await this.#whoTookIt();
      else [this.record, this.etag] = [record, etag];
    });
  }

  /** Renew now. What goes wrong with the bucket is thrown, and the lease then lapses in its own time. */
  renew(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#lost !== undefined) return;
      const began = { wall: this.now(), steady: performance.now() };
      const record = { ...this.record, expires: began.wall + leaseTime };
      const etag = await swapLease(this.bucket, this.key, record, this.etag);
      if (etag === undefined) {
        this.#lost = await this.#whoTookIt();
        clearInterval(this.#timer);
        return;
      }
      this.record = record;
      this.etag = etag;
      this.#renewed = began;
    });
  }

  /** Give it back, to be had again at once. One that was lost is left alone; one that cannot be given back expires. */
  release(): Promise<void> {
    clearInterval(this.#timer);
    return this.#inTurn(async () => {
      if (this.#lost !== undefined) return;
      this.#lost = "the lease was released";
      // What was done under it is done: a bucket that is away must not make a failure of it.
      await swapLease(this.bucket, this.key, { ...this.record, holder: null, expires: this.now() }, this.etag).catch(
        () => {},
      );
    });
  }

  /** Renew it no more and do not give it back: whoever comes next takes it over, as from one that died. */
  leave(): void {
    clearInterval(this.#timer);
  }

  #schedule(every: number): void {
    this.#timer = setInterval(() => {
      // A bucket that cannot be reached is seen by the lease lapsing.
      void this.renew().catch(() => {});
    }, every);
    this.#timer.unref();
  }

  async #whoTookIt(): Promise<string> {
    const found = await readLease(this.bucket, this.key).catch(() => undefined);
    const by = found?.record.holder;
    return by == null
      ? "the lease was taken away"
      : `the lease was taken by ${by.who} (${found?.record.command}, pid ${by.pid})`;
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const next = this.#turn.then(work);
    this.#turn = next.catch(() => {});
    return next;
  }
}
