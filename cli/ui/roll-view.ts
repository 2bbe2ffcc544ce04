import type { Journal } from "../decide/journal";
import type { RollEvent } from "../run/roll-loop";

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
}

/** All that the live view shows; pure, so that a frame can be held by a test. */
export interface RollView {
  readonly cluster: string;
  readonly from: string;
  readonly to: string;
  readonly began: number;
  readonly rows: readonly NodeRow[];
  /** Steps of the node in hand that are done, with milliseconds. */
  readonly steps: readonly { readonly name: string; readonly took: number }[];
  /** What the node in hand is at. */
  readonly at?: string;
  readonly waiting?: { readonly gate: string; readonly reason: string; readonly since: number };
  readonly pausing: boolean;
}

/** The view after an event. */
export function viewAfter(view: RollView, event: RollEvent): RollView {
  const { decision } = event;
  if (event.event === "no-answer") return { ...view, at: `no answer: ${event.reason}; asking again` };
  if (event.event === "did") {
    if (decision.do === "step")
      return {
        ...view,
        steps: [...view.steps.filter((s) => s.name !== decision.step), { name: decision.step, took: event.took }],
      };
    return view;
  }
  const calm: RollView = { ...view };
  delete (calm as { waiting?: unknown }).waiting;
  switch (decision.do) {
    case "take":
      return {
        ...calm,
        steps: [],
        at: "taken",
        rows: change(view.rows, decision.node, { state: "in hand", note: decision.why }),
      };
    case "step":
      return { ...calm, at: decision.step };
    case "read":
      return { ...calm, at: `well, read ${decision.good} of ${decision.of}` };
    case "label":
      return { ...calm, at: "label" };
    case "record":
      return { ...calm, at: "record" };
    case "wait": {
      const { gate, reason, since } = decision.waiting;
      return { ...calm, waiting: { gate, reason, since } };
    }
    case "finish":
      return {
        ...calm,
        at: "",
        rows: change(view.rows, decision.node, finished(event.journal, decision.node, event.at)),
      };
    case "after":
      return { ...calm, at: decision.step };
    case "stop":
    case "done":
      return calm;
  }
}

function change(rows: readonly NodeRow[], id: number, to: Partial<NodeRow>): NodeRow[] {
  return rows.map((row) => (row.id === id ? { ...row, ...to } : row));
}

function finished(journal: Journal, id: number, at: number): Partial<NodeRow> {
  const began = journal.inHand?.began ?? at;
  return { state: "done", took: at - began, version: journal.targets[id]?.version ?? "" };
}
