import type { Taken } from "../decide/decision";
import type { Undo, Waiting } from "../decide/journal";
import type { Target } from "../facts/target";

/** A node of a roll before its first event. */
export interface ToldNode {
  readonly node: number;
  readonly pool: string;
  readonly zone: string;
  /** Of its record. */
  readonly version: string;
  /** Why it is left alone. */
  readonly skipped?: string;
}

/** Partitions that were under-replicated then; null while Kafka did not answer. */
interface Seen {
  readonly underReplicated: number | null;
}

type What =
  | {
      readonly event: "begin";
      readonly format: 2;
      /** Id of the roll. */
      readonly roll: string;
      readonly kind: "roll" | "rollback";
      readonly cluster: string;
      readonly by: string;
      /** When the roll began, in its first sitting. */
      readonly began: number;
      readonly from: string;
      readonly to: string;
      readonly nodes: readonly ToldNode[];
      /** Batches of the plan. */
      readonly batches: readonly (readonly number[])[];
      /** Nodes that an earlier sitting finished, with milliseconds. */
      readonly finished: Readonly<Record<number, number>>;
      /** Nodes that an earlier sitting left in hand. */
      readonly inHand: readonly number[];
    }
  | ({ readonly event: "take"; readonly nodes: readonly Taken[] } & Seen)
  | { readonly event: "begin-step"; readonly nodes: readonly { readonly node: number; readonly step: string }[] }
  | {
      readonly event: "step";
      readonly node: number;
      readonly step: string;
      readonly ms: number;
      readonly changed: boolean;
    }
  | { readonly event: "no-answer"; readonly node: number; readonly step: string; readonly reason: string }
  | ({ readonly event: "wait"; readonly waiting: Waiting; readonly nodes: readonly number[] } & Seen)
  | ({ readonly event: "read"; readonly nodes: readonly number[]; readonly good: number; readonly of: number } & Seen)
  | ({ readonly event: "bake"; readonly nodes: readonly number[]; readonly until: number } & Seen)
  | { readonly event: "put-back"; readonly undo: Undo }
  | { readonly event: "label"; readonly node: number; readonly target: Target }
  | { readonly event: "record"; readonly node: number; readonly from: Target; readonly to: Target }
  | { readonly event: "after"; readonly step: string }
  | { readonly event: "did"; readonly what: "put-back"; readonly undo: Undo; readonly ms: number }
  | { readonly event: "did"; readonly what: "label"; readonly node: number; readonly ms: number }
  | {
      readonly event: "did";
      readonly what: "record";
      readonly node: number;
      readonly from: Target;
      readonly to: Target;
      readonly ms: number;
    }
  | { readonly event: "did"; readonly what: "after"; readonly step: string; readonly ms: number }
  | ({
      readonly event: "finish";
      readonly nodes: readonly number[];
      /** By node id. */
      readonly ms: Readonly<Record<number, number>>;
      readonly versions: Readonly<Record<number, string>>;
    } & Seen)
  | { readonly event: "departed"; readonly text: string }
  | { readonly event: "pause"; readonly reason: string }
  | {
      readonly event: "stop";
      readonly code: 1 | 3;
      readonly gate?: string;
      readonly node?: number;
      readonly reason: string;
    }
  | { readonly event: "done" };

/** One line of `--json`; the live view and the plain lines are drawn from the same. */
export type Told = What & {
  /** Milliseconds since the epoch. */
  readonly at: number;
};

/** What each event says and holds beside `at` and `event`, for the manual. */
export const toldSays: Readonly<Record<Told["event"], string>> = {
  begin:
    "first line of a sitting: `format` (2), `roll` (id), `kind`, `cluster`, `by`, `began`, `from`, `to`, `nodes` (`node`, `pool`, `zone`, `version`, `skipped`), `batches` of the plan, `finished` (ms by node id) and `inHand` of earlier sittings",
  take: "a batch is taken: `nodes` (`node`, `why`, `from`)",
  "begin-step": "a step begins on each of `nodes` (`node`, `step`), all at once",
  step: "a step is done: `node`, `step`, `ms`, `changed` (false: it was already so)",
  "no-answer": "what came of a step is not known, and it is asked again: `node`, `step`, `reason`",
  wait: "a gate is shut: `waiting` (`gate`, `node`, `reason`, `since`, `best`, `bestAt`), `nodes` in hand",
  read: "a good read of the whole cluster: `nodes`, `good`, `of`",
  bake: "all gates have to hold a while longer: `nodes`, `until`",
  "put-back": "a setting is to be put back: `undo`",
  label: "a node is to be labelled: `node`, `target`",
  record: "a node is to be recorded: `node`, `from`, `to`",
  after: "a step after the last node begins: `step`",
  did: "such a thing is done: `what` (`put-back`, `label`, `record` or `after`), its fields as above, `ms`",
  finish: "a batch is through: `nodes`, and by node id `ms` since it was taken and `versions`",
  departed: "the roll departs from the plan that was shown: `text`",
  pause: "it pauses as asked: `reason`",
  stop: "it stops: `code`, `gate`, `node`, `reason`",
  done: "nothing is left to do",
};
