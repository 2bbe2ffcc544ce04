import { Failure } from "../failure";
import type { RollEnd } from "./roll-loop";

/** How a roll ended by what was thrown. */
export function endedBy(error: unknown): Pick<RollEnd, "code" | "reason"> {
  if (process.env.DATAOPS_DEBUG !== undefined) process.stderr.write(`${(error as Error).stack ?? ""}\n`);
  const reason = error instanceof Error ? error.message : String(error);
  return { code: error instanceof Failure && error.code === 3 ? 3 : 1, reason };
}
