import type { Result } from "../result";

/** Middle of the values; the mean of the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Sum up repeated runs. */
export function summary(
  name: string,
  unit: Result["unit"],
  values: readonly number[],
  beside: Pick<Result, "target" | "targetRatio" | "peer"> = {},
): Result {
  return {
    name,
    unit,
    runs: values.length,
    median: median(values),
    min: Math.min(...values),
    max: Math.max(...values),
    ...beside,
  };
}
