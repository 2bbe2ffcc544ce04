import type { Cluster } from "../../spec/cluster";
import type { Journal } from "../decide/journal";
import type { Plan } from "../decide/plan";
import { paint } from "./paint";
import { jsonScreen, lineScreen, liveScreen, type RollScreen } from "./roll-screen";
import type { NodeRow, RollView } from "./roll-view";

/** The screen that fits: JSON when asked for, the live view on a terminal, plain lines in a pipe. */
export async function screenFor(json: boolean, cluster: Cluster, journal: Journal, plan: Plan): Promise<RollScreen> {
  const write = (text: string): void => void process.stdout.write(text);
  if (json) return jsonScreen(write);
  if (!process.stdout.isTTY) return lineScreen(write);
  const { createLogUpdate } = await import("log-update");
  return liveScreen(startView(cluster, journal, plan), createLogUpdate(process.stdout), paint);
}

/** Nodes in the order of the plan, then those that are done or need nothing. */
export function startView(cluster: Cluster, journal: Journal, plan: Plan): RollView {
  const order = [...plan.nodes.map((n) => n.node), ...cluster.nodes.map((n) => n.id)];
  const ids = [...new Set(order)].filter((id) => id in journal.targets);
  const versions = cluster.nodes.map((n) => cluster.recorded.nodes[n.id]?.version ?? "").sort();
  const [first] = Object.values(journal.targets);
  return {
    cluster: cluster.name,
    from: versions[0] ?? "",
    to: first?.version ?? "",
    began: Date.now(),
    rows: ids.map((id): NodeRow => {
      const node = cluster.nodes.find((n) => n.id === id);
      const skipped = plan.skipped.find((s) => s.node === id);
      return {
        id,
        pool: node?.pool ?? "",
        zone: (node?.zone ?? "").replace(/^.*-/, ""),
        state: skipped === undefined ? "next" : "skipped",
        version: cluster.recorded.nodes[id]?.version ?? "",
        ...(skipped === undefined ? {} : { note: skipped.why }),
      };
    }),
    steps: [],
    pausing: false,
  };
}
