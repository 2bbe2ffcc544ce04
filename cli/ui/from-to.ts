/** Versions that a roll comes from and goes to, each in short: nodes that differ are all named. */
export const fromTo = (from: readonly string[], to: readonly string[]): { from: string; to: string } => ({
  from: distinct(from.filter((version) => !to.includes(version))) || distinct(from),
  to: distinct(to),
});

const distinct = (versions: readonly string[]): string =>
  [...new Set(versions.filter((version) => version !== ""))].sort().join(", ");
