const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** What a duration looks like. */
export const durationPattern = /^(\d+)(ms|s|m|h|d)$/;

/** Milliseconds of a text of that form; NaN of any other. */
export const millisecondsOf = (text: string): number => {
  const [, count, unit] = durationPattern.exec(text) ?? [];
  return Number(count) * (units[unit as keyof typeof units] ?? Number.NaN);
};

/**
 * Milliseconds of a duration such as `12h`.
 *
 * @throws Error when it is no whole number of ms, s, m, h or d.
 */
export const parseDuration = (text: string): number => {
  const ms = millisecondsOf(text);
  if (!Number.isSafeInteger(ms))
    throw new Error(`duration; expected a whole number and a unit such as 12h; got ${text}`);
  return ms;
};

/** Milliseconds in the largest unit that leaves a whole number: `43200000` is `12h`. */
export const printDuration = (ms: number): string => {
  const unit = (["d", "h", "m", "s"] as const).find((name) => ms !== 0 && ms % units[name] === 0) ?? "ms";
  return `${ms / units[unit]}${unit}`;
};
