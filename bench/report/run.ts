import type { Machine } from "../machine";
import type { Outcome } from "../result";

/** A bench of a run: what came of it, or why nothing did. */
export type Ran = { readonly bench: string } & (Outcome | { readonly skipped: string } | { readonly failed: string });

/** One run of the benches, as it is kept in JSON. */
export interface Run {
  readonly format: 1;
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly machine: Machine;
  readonly benches: readonly Ran[];
}
