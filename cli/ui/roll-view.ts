import { describeUndo } from "../run/roll/roll-loop";
import { startView } from "./start-view";
import type { Told } from "./told";

/** One node as the live view shows it. */
export interface NodeRow {
  readonly id: number;
  readonly pool: string;
  readonly zone: string;
  readonly state: "done" | "in hand" | "next" | "skipped";
  readonly version: string;
  /** Milliseconds, when done. */
  readonly took?: number;
  readonly note?: string;
  /** While in hand: steps that are done, with milliseconds. */
  readonly steps: readonly { readonly name: string; readonly took: number; readonly changed: boolean }[];
  /** While in hand: the step that it is at. */
  readonly at?: { readonly step: string; readonly since: number; readonly note?: string };
}

/** All that the live view shows; pure, so that a frame can be held by a test. */
export interface RollView {
  readonly cluster: string;
  readonly from: string;
  readonly to: string;
  readonly began: number;
  readonly rows: readonly NodeRow[];
  /** What the whole batch is at: a good read, a label, a bake. */
  readonly at?: string;
  readonly baking?: number;
  readonly waiting?: {
    readonly gate: string;
    readonly node?: number;
    readonly reason: string;
    readonly since: number;
  };
  readonly departures: readonly string[];
  readonly underReplicated: number | null;
  readonly pausing: boolean;
  readonly ended: boolean;
}

/** The view after an event. */
export function viewAfter(view: RollView, told: Told): RollView {
  const { waiting: _waiting, at: _at, baking: _baking, ...calm } = view;
  const seen = "underReplicated" in told ? { underReplicated: told.underReplicated } : {};
  switch (told.event) {
    case "begin":
      return startView(told);
    case "take":
      return { ...calm, ...seen, rows: told.nodes.reduce((rows, { node, why }) => taken(rows, node, why), view.rows) };
    case "begin-step":
      return {
        ...calm,
        rows: told.nodes.reduce(
          (rows, { node, step }) => change(rows, node, (row) => ({ ...row, at: { step, since: told.at } })),
          view.rows,
        ),
      };
    case "step":
      return { ...view, rows: change(view.rows, told.node, (row) => stepped(row, told)) };
    case "no-answer": {
      const note = `no answer: ${told.reason}; asking again`;
      const at = { step: told.step, since: told.at, note };
      return { ...view, rows: change(view.rows, told.node, (row) => ({ ...row, at })) };
    }
    case "wait": {
      const { gate, node, reason, since } = told.waiting;
      return { ...calm, ...seen, waiting: { gate, ...(node === undefined ? {} : { node }), reason, since } };
    }
    case "read":
      return { ...calm, ...seen, at: `well, read ${told.good} of ${told.of}` };
    case "bake":
      return { ...calm, ...seen, baking: told.until };
    case "put-back":
      return { ...calm, at: `putting back ${describeUndo(told.undo)}` };
    case "label":
    case "record":
      return { ...calm, at: `${told.event} ${told.node}` };
    case "after":
      return { ...calm, at: told.step };
    case "did":
      return told.what === "record" ? { ...view, rows: recorded(view.rows, told.node, told.to.version) } : view;
    case "finish":
      return {
        ...calm,
        ...seen,
        rows: told.nodes.reduce((rows, id) => finished(rows, id, told), view.rows),
      };
    case "departed":
      return { ...view, departures: [...view.departures, told.text] };
    case "pause":
    case "stop":
    case "done":
      return calm;
  }
}

const change = (rows: readonly NodeRow[], id: number, to: (row: NodeRow) => NodeRow): readonly NodeRow[] =>
  rows.map((row) => (row.id === id ? to(row) : row));

const calmed = ({ at: _at, ...row }: NodeRow): NodeRow => row;

const taken = (rows: readonly NodeRow[], id: number, why: string): readonly NodeRow[] =>
  change(rows, id, (row) => ({ ...calmed(row), state: "in hand", note: why, steps: [] }));

function stepped(row: NodeRow, { step: name, ms: took, changed }: Extract<Told, { event: "step" }>): NodeRow {
  return { ...calmed(row), steps: [...row.steps.filter((s) => s.name !== name), { name, took, changed }] };
}

const recorded = (rows: readonly NodeRow[], id: number, version: string): readonly NodeRow[] =>
  change(rows, id, (row) => ({ ...row, version }));

function finished(
  rows: readonly NodeRow[],
  id: number,
  { ms, versions }: Extract<Told, { event: "finish" }>,
): readonly NodeRow[] {
  const { [id]: took = 0 } = ms;
  return change(rows, id, (row) => ({
    ...calmed(row),
    state: "done",
    took,
    version: versions[id] ?? row.version,
  }));
}
