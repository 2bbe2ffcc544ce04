import { nearest } from "./nearest";
import type { Finding, Path } from "./source";

/**
 * A name that is none of those there are; the nearest of them is taken for the one that was meant.
 *
 * @param what what it should be a name of, e.g. `pool`
 */
export const unknownName = (path: Path, what: string, got: string, known: readonly string[]): Finding => ({
  path,
  what: `unknown ${what}`,
  expected:
    nearest(got, known) ?? (known.length === 0 ? "one that there is; there are none" : `one of ${known.join(", ")}`),
  got,
});

/** A key that is none of those there are. */
export const unknownKey = (path: Path, key: string, known: readonly string[]): Finding => ({
  ...unknownName([...path, key], "key", key, known),
  at: "key",
});
