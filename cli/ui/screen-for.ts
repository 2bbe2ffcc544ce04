import type { Cluster } from "../../spec/cluster";
import type { Journal } from "../decide/journal";
import type { Plan } from "../decide/plan";
import { beginOf } from "./begin-of";
import { paint } from "./paint";
import { jsonScreen, lineScreen, liveScreen, type RollScreen } from "./roll-screen";

/** The screen that fits: JSON when asked for, the live view on a terminal, plain lines in a pipe. */
export async function screenFor(json: boolean, cluster: Cluster, journal: Journal, plan: Plan): Promise<RollScreen> {
  const { stdout } = process;
  const write = (text: string): void => void stdout.write(text);
  const begin = beginOf(cluster, journal, plan, Date.now());
  if (json) return jsonScreen(begin, write);
  if (!stdout.isTTY) return lineScreen(begin, write);
  const { createLogUpdate } = await import("log-update");
  return liveScreen(begin, createLogUpdate(stdout), () => ({ columns: stdout.columns, rows: stdout.rows }), paint);
}
