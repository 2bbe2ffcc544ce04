/** The process that holds a lease. */
export interface Holder {
  /** `user@host`. */
  readonly who: string;
  readonly pid: number;
  /** Boot id of its machine; absent where there is none to read. */
  readonly boot?: string;
  /** Its process namespace and start time, so that a used-again pid is not taken for it. */
  readonly life?: string;
}

/** The lease object of a cluster. */
export interface LeaseRecord {
  readonly format: 1;
  /** Raised by every taking; hosts refuse what carries an older one. */
  readonly token: number;
  /** Null once released. */
  readonly holder: Holder | null;
  /** What the holder runs, e.g. `roll kafka-write`. */
  readonly command: string;
  /** Milliseconds since the epoch, by the holder's clock. */
  readonly since: number;
  /** Milliseconds since the epoch, by the holder's clock. */
  readonly expires: number;
}

/** Milliseconds from a renewal to the end. */
export const leaseTime = 60_000;
/** Milliseconds from one renewal to the next. */
export const renewalTime = 15_000;
/** Milliseconds that clocks may differ before a live holder is robbed; a quarter of a lease on top of what is left of it. */
export const clockSlack = 15_000;

/** Whether the lease may be taken, and with which token. */
export type LeaseVerdict =
  | { readonly take: number; readonly because: "first" | "released" | "expired" | "its holder is dead" }
  | { readonly held: LeaseRecord & { readonly holder: Holder } };

/**
 * Judge a lease.
 *
 * @param now milliseconds since the epoch, by our clock
 * @param dead whether its holder ran on this machine, since this boot, and is no more
 */
export function judgeLease(current: LeaseRecord | undefined, now: number, dead: boolean): LeaseVerdict {
  if (current === undefined) return { take: 1, because: "first" };
  const { holder, token } = current;
  if (holder === null) return { take: token + 1, because: "released" };
  if (dead) return { take: token + 1, because: "its holder is dead" };
  if (now >= current.expires + clockSlack) return { take: token + 1, because: "expired" };
  return { held: { ...current, holder } };
}

/**
 * Why a holder may not act on its lease any more, or undefined. Asked with both clocks: the wall clock can be set back,
 * the other one stands still while a machine sleeps.
 *
 * @param sinceRenewal milliseconds since the last renewal was begun, by each clock
 */
export function whyLapsed(sinceRenewal: { readonly wall: number; readonly steady: number }): string | undefined {
  const longest = Math.max(sinceRenewal.wall, sinceRenewal.steady);
  return longest < leaseTime ? undefined : `the lease was not renewed for ${Math.round(longest / 1000)} s`;
}

/** For the operator who is refused: who, what, since when, until when. */
export const describeHeld = (held: LeaseRecord & { readonly holder: Holder }): string =>
  `held by ${held.holder.who} (${held.command}, pid ${held.holder.pid}) since ${time(held.since)}; ` +
  `if that is no more, it ends by itself at ${time(held.expires + clockSlack)}`;

const time = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
