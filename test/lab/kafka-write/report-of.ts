import { isReachable, type NodeReport } from "../../../cli/facts/node-report";
import type { Observed } from "../../../cli/facts/observed";
import { until, wellAndEqual } from "../deployed";

/** What a node that answers reports. */
export const reportOf = (observed: Observed, id: number): NodeReport => {
  const report = observed.nodes[id];
  if (report === undefined || !isReachable(report))
    throw new Error(`node ${id}: ${report?.unreachable ?? "not asked"}`);
  return report;
};

export const well = (): Promise<Observed> => until("well", wellAndEqual);
