import type { Colors } from "picocolors/types";
import type { RollSummary } from "./roll-summary";

/** How a roll ended, in its colour. */
export function resultWord({ result }: RollSummary, paint: Colors): string {
  if (result === "done") return paint.green(result);
  return result === "paused" || result === "under way" ? paint.yellow(result) : paint.red(result);
}
