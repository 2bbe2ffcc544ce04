/** A record that was acknowledged. */
export interface Ack {
  /** Counted from 0 in the order in which records are sent. */
  readonly record: number;
  /** Milliseconds since the epoch, by the producer's clock. */
  readonly at: number;
}

/** A stretch of time, milliseconds since the epoch. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What a client felt in a stretch of time, in milliseconds. */
export interface Felt {
  readonly records: number;
  /** Between two acknowledgements, if any of it lies in the stretch. */
  readonly longestGap: number;
  /** From when a record was due to be sent to its acknowledgement. */
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

/** Milliseconds since the epoch at which the first record was due, so that the quickest of all took no time. */
export const dueFirst = (acks: readonly Ack[], rate: number): number =>
  acks.reduce((least, { record, at }) => Math.min(least, at - (record * 1000) / rate), Infinity);

/**
 * What was felt by the records that were due in a stretch. The tool does not tell when it sends; it keeps an even rate
 * over all its time and makes up for what it is behind, so record n is due n/rate after the first. A record that could
 * not be sent because those before it were waited for counts from when it was due: a stalled client feels just that.
 *
 * @param first when the first record was due
 */
export function felt(acks: readonly Ack[], rate: number, first: number, { from, to }: Stretch): Felt {
  const due = ({ record }: Ack): number => first + (record * 1000) / rate;
  const own = acks.filter((ack) => due(ack) >= from && due(ack) < to);
  const times = acks.map(({ at }) => at).sort((a, b) => a - b);
  const gaps = times.flatMap((time, i) => {
    const before = times[i - 1] ?? time;
    return time > from && before < to ? [time - before] : [];
  });
  const latencies = own.map((ack) => ack.at - due(ack)).sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.ceil(share * latencies.length) - 1] ?? Number.NaN;
  return {
    records: own.length,
    longestGap: gaps.reduce((longest, gap) => Math.max(longest, gap), 0),
    p50: at(0.5),
    p99: at(0.99),
    longest: at(1),
  };
}
