/** Edits (insert, delete, replace, swap of neighbours) between two words. */
const distance = (a: string, b: string): number => {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
};

/**
 * The candidate that a misspelled word most likely meant; undefined when none is near, or two are equally near.
 *
 * @param most Edits (letters) that still count as near. Default: a third of the candidate's letters.
 */
export const nearest = (word: string, candidates: Iterable<string>, most?: number): string | undefined => {
  const near = [...new Set(candidates)]
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= (most ?? Math.max(1, Math.ceil(candidate.length / 3))))
    .sort((a, b) => a.edits - b.edits);
  const [best, second] = near;
  return best !== undefined && best.edits !== second?.edits ? best.candidate : undefined;
};
