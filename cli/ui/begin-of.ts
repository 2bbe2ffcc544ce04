import type { Cluster } from "../../spec/cluster";
import type { Journal } from "../decide/journal";
import { type Plan, plannedNodes } from "../decide/plan";
import { fromTo } from "./from-to";
import { shortZone } from "./short-zone";
import type { Told, ToldNode } from "./told";

/** The first event of a sitting: nodes that are done, then those in hand, then the order of the plan. */
export function beginOf(cluster: Cluster, journal: Journal, plan: Plan, at: number): Extract<Told, { event: "begin" }> {
  const done = journal.finished.map(({ id }) => id);
  const inHand = journal.batch?.members.map(({ id }) => id) ?? [];
  const order = [...done, ...inHand, ...plannedNodes(plan).map((n) => n.node), ...cluster.nodes.map((n) => n.id)];
  const ids = [...new Set(order)].filter((id) => id in journal.targets);
  return {
    at,
    event: "begin",
    format: 2,
    roll: journal.id,
    kind: journal.kind,
    cluster: journal.cluster,
    by: journal.sittings.at(-1)?.by ?? journal.by,
    began: journal.began,
    ...fromTo(
      ids.map((id) => cluster.recorded.nodes[id]?.version ?? ""),
      Object.values(journal.targets).map(({ version }) => version),
    ),
    nodes: ids.map((id): ToldNode => {
      const node = cluster.nodes.find((n) => n.id === id);
      const skipped = plan.skipped.find((s) => s.node === id);
      return {
        node: id,
        pool: node?.pool ?? "",
        zone: shortZone(node?.zone ?? ""),
        version: cluster.recorded.nodes[id]?.version ?? "",
        ...(skipped === undefined || done.includes(id) ? {} : { skipped: skipped.why }),
      };
    }),
    batches: plan.batches.map(({ nodes }) => nodes.map(({ node }) => node)),
    finished: Object.fromEntries(
      journal.finished.filter(({ id }) => !inHand.includes(id)).map(({ id, began, ended }) => [id, ended - began]),
    ),
    inHand,
  };
}
