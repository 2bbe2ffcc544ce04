const units = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;

/** What a size looks like. */
export const sizePattern = /^(\d+)(B|KiB|MiB|GiB|TiB)$/;

/**
 * Bytes of a size such as `50GiB`.
 *
 * @throws Error when it is no whole number of B, KiB, MiB, GiB or TiB.
 */
export const parseSize = (text: string): number => {
  const [, count, unit] = sizePattern.exec(text) ?? [];
  const bytes = Number(count) * (units[unit as keyof typeof units] ?? Number.NaN);
  if (!Number.isSafeInteger(bytes))
    throw new Error(`size; expected a whole number and a unit such as 50GiB; got ${text}`);
  return bytes;
};

/** Bytes in the largest unit that leaves a whole number: `53687091200` is `50GiB`. */
export const printSize = (bytes: number): string => {
  const unit = (["TiB", "GiB", "MiB", "KiB"] as const).find((name) => bytes !== 0 && bytes % units[name] === 0) ?? "B";
  return `${bytes / units[unit]}${unit}`;
};
