import type { Cluster } from "../../spec/cluster";
import type { Targets } from "./target";

const older = (a: string, b: string): boolean => a.localeCompare(b, "en", { numeric: true }) < 0;

/** Nodes whose target is an older release than their record, as `11: 4.1.1 → 3.9.1`. */
export const downgrades = (cluster: Cluster, targets: Targets): string[] =>
  Object.entries(targets).flatMap(([id, { version }]) => {
    const recorded = cluster.recorded.nodes[Number(id)]?.version;
    return recorded !== undefined && older(version, recorded) ? [`${id}: ${recorded} → ${version}`] : [];
  });
