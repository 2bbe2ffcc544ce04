import type { Cluster } from "../../spec/cluster";
import { parseDisk } from "../../spec/disk";
import type { Machine, Observed } from "./observed";
import type { Difference, Target } from "./target";

const MiB = 1024 ** 2;
/** What gp3 gives without being asked. */
const gp3 = { iops: 3000, throughput: 125 * MiB };

/** In what a node's machine and disk are not yet the target's. Nothing where the cloud could not be asked. */
export function machineDifferences(cluster: Cluster, observed: Observed, node: number, target: Target): Difference[] {
  const machine = observed.machines[node];
  if (observed.labelsUnreadable !== undefined || machine === undefined) return [];
  if (machine === null) return [{ what: "machine", expected: target.type, got: "none" }];
  const found: Difference[] = [];
  const image = cluster.place.images[target.image];
  if (image !== undefined && image !== machine.image)
    found.push({ what: "image", expected: target.image, got: imageName(cluster, machine.image) });
  if (machine.type !== target.type) found.push({ what: "type", expected: target.type, got: machine.type });
  if (machine.disk !== null && !isDisk(machine.disk, target.disk))
    found.push({ what: "disk", expected: target.disk, got: cluster.recorded.nodes[node]?.disk.text ?? "another" });
  return found;
}

const imageName = (cluster: Cluster, ami: string): string =>
  Object.entries(cluster.place.images).find(([, id]) => id === ami)?.[0] ?? ami;

function isDisk(disk: NonNullable<Machine["disk"]>, text: string): boolean {
  const { size, iops = gp3.iops, throughput = gp3.throughput } = parseDisk(text);
  return disk.size === size && disk.iops === iops && disk.throughput === throughput;
}
