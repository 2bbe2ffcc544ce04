import { parseSize, printSize } from "./size";

/** What a rate looks like. */
export const ratePattern = /^(\d+)(B|KiB|MiB|GiB|TiB)\/s$/;

/**
 * Bytes per second of a rate such as `20MiB/s`.
 *
 * @throws Error when it is no size followed by `/s`.
 */
export const parseRate = (text: string): number => {
  if (!ratePattern.test(text)) throw new Error(`rate; expected a size a second such as 20MiB/s; got ${text}`);
  return parseSize(text.slice(0, -"/s".length));
};

/** Bytes per second in the largest unit that leaves a whole number. */
export const printRate = (bytesPerSecond: number): string => `${printSize(bytesPerSecond)}/s`;
