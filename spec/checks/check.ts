import type { Draft } from "../draft";
import type { Finding } from "../source";

/** All that a check may look at. */
export interface Checked extends Draft {
  /** Recorded configs of the cluster: text by word. */
  readonly configs: ReadonlyMap<string, string>;
  /** Releases that dataops knows, oldest first. */
  readonly versions: readonly string[];
  /** Names of the places there are; absent when nobody can tell. */
  readonly placeNames?: readonly string[];
}

/** One thing that must be true of a cluster file beyond its form. It looks only at what has the right form. */
export interface Check {
  /** What is true of a good file. */
  readonly name: string;
  readonly find: (of: Checked) => readonly Finding[];
}
