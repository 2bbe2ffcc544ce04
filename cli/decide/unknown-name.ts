import { nearest } from "../../spec/nearest";
import type { Finding, Path } from "../../spec/source";

/**
 * A name that is none of those there are; the nearest of them is taken for the one that was meant.
 *
 * @param what what it should be a name of, e.g. `step`
 */
export const unknownName = (path: Path, what: string, got: string, known: readonly string[]): Finding => ({
  path,
  what: `unknown ${what}`,
  expected: nearest(got, known) ?? `one of ${known.join(", ")}`,
  got,
});
