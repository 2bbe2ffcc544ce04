import type { Run } from "./run";

/**
 * Of every bench the newest run that came through, so that one that is run again takes no figure from the others.
 *
 * @param runs oldest first
 * @returns those runs, oldest first, each with the benches that are wanted of it alone, in the given order
 */
export function newestOfEach(runs: readonly Run[], benches: readonly string[]): Run[] {
  const runOf = new Map(
    benches.map((name) => [
      name,
      runs.findLast((run) => run.benches.some((ran) => ran.bench === name && "results" in ran)),
    ]),
  );
  return runs.flatMap((run) => {
    const own = benches.flatMap((name) =>
      runOf.get(name) === run ? run.benches.filter(({ bench }) => bench === name) : [],
    );
    return own.length === 0 ? [] : [{ ...run, benches: own }];
  });
}
