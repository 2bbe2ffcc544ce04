import type { Target } from "../facts/target";
import type { Baseline } from "../gates/gate";
import type { Call } from "../steps/step";
import type { Undo, Waiting } from "./journal";
import type { AfterStep } from "./playbook";

/** A node that is taken. */
export interface Taken {
  readonly node: number;
  readonly why: string;
  readonly from: Target;
}

/** One step of one node. */
export interface StepAct {
  readonly node: number;
  readonly step: string;
  /** Of the playbook's step. */
  readonly index: number;
  readonly calls: readonly Call[];
}

export interface Stop {
  readonly do: "stop";
  readonly code: 1 | 3;
  readonly gate?: string;
  readonly node?: number;
  readonly reason: string;
}

/** What to do next. */
export type Decision =
  | {
      readonly do: "take";
      readonly nodes: readonly Taken[];
      readonly baseline: Baseline;
      /** Whether the next batch may be larger once this one is through. */
      readonly ramp: boolean;
    }
  /** All at once, each on its own node. */
  | { readonly do: "step"; readonly acts: readonly StepAct[] }
  | { readonly do: "read"; readonly nodes: readonly number[]; readonly good: number; readonly of: number }
  | { readonly do: "put-back"; readonly undo: Undo }
  | { readonly do: "label"; readonly node: number; readonly target: Target }
  | { readonly do: "record"; readonly node: number; readonly from: Target; readonly to: Target }
  | { readonly do: "bake"; readonly nodes: readonly number[]; readonly until: number }
  | { readonly do: "finish"; readonly nodes: readonly number[] }
  | { readonly do: "after"; readonly step: AfterStep }
  | { readonly do: "wait"; readonly waiting: Waiting }
  | { readonly do: "pause"; readonly reason: string }
  | Stop
  | { readonly do: "done" };
