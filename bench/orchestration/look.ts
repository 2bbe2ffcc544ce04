import type { NodeReport } from "../../cli/facts/node-report";
import { isReachable } from "../../cli/facts/node-report";
import type { Observed } from "../../cli/facts/observed";
import { hostProgramPath } from "../../cli/run/host/host-call";
import { readReport } from "../../cli/run/host/read-report";
import type { Look } from "../../cli/run/roll/roll-loop";
import type { Fleet } from "../../cli/run/ssh/fleet";
import { placedPartitions } from "../world/placed-partitions";
import { brokersOf } from "../world/scale-cluster";
import { scaleObserved } from "../world/scale-observed";

/**
 * Look at plain hosts as a roll does: what each node's host program reports comes over SSH. There is no Kafka and no
 * cloud: both are made believe to be well, and a node that was started to have another process.
 *
 * @param started nodes that were started
 */
export async function look(fleet: Fleet, started: ReadonlySet<number>, { only }: Look = {}): Promise<Observed> {
  const { cluster } = fleet;
  const at = Date.now();
  const asked = cluster.nodes.filter(({ id }) => only?.nodes.includes(id) ?? true);
  const reports = await Promise.all(
    asked.map(async (node): Promise<[number, NodeReport]> => {
      const report = readReport(node, await (await fleet.to(node.id)).run([hostProgramPath, "report"]));
      if (!isReachable(report)) throw new Error(`node ${node.id}: ${report.unreachable}`);
      return [node.id, started.has(node.id) ? restarted(report) : report];
    }),
  );
  const well = only?.before ?? scaleObserved(cluster, placedPartitions(brokersOf(cluster), 24, "rack-aware", 1));
  const kafka = isReachable(well.kafka) ? { ...well.kafka, at } : well.kafka;
  return { ...well, at, kafka, nodes: { ...well.nodes, ...Object.fromEntries(reports) } };
}

const restarted = (report: NodeReport): NodeReport => ({
  ...report,
  service: { ...report.service, pid: (report.service.pid ?? 0) + 1 },
});
