import type { NodeRow, RollView } from "./roll-view";
import type { Told } from "./told";

/** The live view before anything has happened. */
export function startView(told: Extract<Told, { event: "begin" }>): RollView {
  const { cluster, from, to, began } = told;
  const rows = told.nodes.map(({ node: id, pool, zone, version, skipped }): NodeRow => {
    const row = { id, pool, zone, version, steps: [] };
    const took = told.finished[id];
    if (took !== undefined) return { ...row, state: "done", took };
    if (told.inHand.includes(id)) return { ...row, state: "in hand" };
    return skipped === undefined ? { ...row, state: "next" } : { ...row, state: "skipped", note: skipped };
  });
  return { cluster, from, to, began, rows, departures: [], underReplicated: null, pausing: false, ended: false };
}
