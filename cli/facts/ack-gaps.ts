/** Milliseconds of a stretch of time at first. */
const firstStretch = 5000;
/** Stretches that are kept; when they are full, each becomes twice as long. */
const mostStretches = 1000;

/** What a canary's records came to. */
export type AckEvent =
  /** A record was begun; told once, however often it is tried. */
  | { readonly event: "sent" }
  /** A record was given up. Its partition's gap stays open. */
  | { readonly event: "failed" }
  /** A record was acked. */
  | { readonly event: "acked"; readonly partition: number; readonly at: number }
  /** No more is written to a partition: its gap ends here, without an ack. */
  | { readonly event: "rested"; readonly partition: number; readonly at: number };

/** What is kept of all acks so far. Times are milliseconds since the epoch. */
export interface AckTally {
  readonly began: number;
  /** Milliseconds of one stretch. */
  readonly stretch: number;
  /** Longest gap that touched each stretch, milliseconds; 0 for none. */
  readonly longest: readonly number[];
  /** Last ack of each partition, at first the beginning; undefined when it rests. */
  readonly last: readonly (number | undefined)[];
  readonly sent: number;
  readonly failed: number;
}

/**
 * Gaps between acks.
 *
 * A gap is the time from one ack of a partition to the next ack of the same partition: what the producer of that
 * partition felt. The first one begins when the canary begins; one that is still open counts with its length so far; a
 * record that fails ends none. Acks of other partitions end none either.
 */
export interface AckGaps {
  /** Longest gap of any partition that lay in or reached into the stretch that begins at `at`, with its whole length. */
  readonly gaps: readonly (readonly [at: number, milliseconds: number])[];
  /** Longest gap of any partition at any time, milliseconds. */
  readonly longest: number;
  /** Records that were begun. */
  readonly sent: number;
  /** Records that were given up. */
  readonly failed: number;
}

/**
 * Before the first record.
 *
 * @param began milliseconds since the epoch
 * @param partitions how many there are, numbered from 0
 */
export const noAcks = (began: number, partitions: number): AckTally => ({
  began,
  stretch: firstStretch,
  longest: [],
  last: Array.from({ length: partitions }, () => began),
  sent: 0,
  failed: 0,
});

/** The tally after one more event. */
export function withAck(tally: AckTally, event: AckEvent): AckTally {
  switch (event.event) {
    case "sent":
      return { ...tally, sent: tally.sent + 1 };
    case "failed":
      return { ...tally, failed: tally.failed + 1 };
    case "acked":
      return ended(tally, event.partition, event.at, event.at);
    case "rested":
      return ended(tally, event.partition, event.at, undefined);
  }
}

/** The gaps as they are at a time, milliseconds since the epoch; at most 1,000 stretches. */
export function ackGaps(tally: AckTally, now: number): AckGaps {
  const open = tally.last.reduce<AckTally>((sum, from) => (from === undefined ? sum : withGap(sum, from, now)), tally);
  return {
    gaps: open.longest.flatMap((gap, index) => (gap > 0 ? [[tally.began + index * open.stretch, gap] as const] : [])),
    longest: Math.max(0, ...open.longest),
    sent: tally.sent,
    failed: tally.failed,
  };
}

function ended(tally: AckTally, partition: number, at: number, last: number | undefined): AckTally {
  const from = tally.last[partition];
  if (from === undefined) return tally;
  return { ...withGap(tally, from, at), last: tally.last.with(partition, last) };
}

function withGap(tally: AckTally, from: number, to: number): AckTally {
  let { stretch, longest } = tally;
  for (; Math.floor((to - tally.began) / stretch) >= mostStretches; stretch *= 2) longest = inPairs(longest);
  const indexOf = (time: number): number => Math.max(0, Math.floor((time - tally.began) / stretch));
  const touched = [...longest];
  // A stretch that no gap has touched yet is no hole in the array.
  for (let index = touched.length; index <= indexOf(to); index++) touched.push(0);
  for (let index = indexOf(from); index <= indexOf(to); index++)
    touched[index] = Math.max(touched[index] ?? 0, to - from);
  return { ...tally, stretch, longest: touched };
}

const inPairs = (longest: readonly number[]): number[] =>
  longest.flatMap((gap, index) => (index % 2 === 0 ? [Math.max(gap, longest[index + 1] ?? 0)] : []));
