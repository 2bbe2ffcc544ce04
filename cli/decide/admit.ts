import type { Cluster, Node } from "../../spec/cluster";
import { isReachable } from "../facts/node-report";
import type { Observed } from "../facts/observed";
import { placesOf } from "../facts/partition-index";
import { PlaceSet } from "../facts/place-set";
import { isUnfenced } from "../facts/unfenced";
import { minIsr } from "../gates/min-isr";
import { workOf } from "./work";
import type { World } from "./world";

/** How many brokers the next batch may have: the first alone, then two, then as many as are allowed. */
export const rampSize = (batches: number, most: number): number =>
  batches === 0 ? 1 : batches === 1 ? Math.min(2, most) : most;

/**
 * The batch that begins with a node: others that may be stopped at the same moment, decided on these very facts.
 *
 * Only brokers go together: controllers, and nodes that are not ready, one at a time. No two members share a
 * partition, and without all of them every partition keeps min.insync.replicas. Racks are a hint for choosing, never a
 * proof: those of the first one's rack are asked first, because rack-aware partitions have one replica in each.
 *
 * @param first taken whatever comes
 * @param others candidates, in the playbook's order
 */
export function batchWith(world: World, first: Node, others: readonly Node[], size: number): Node[] {
  const { cluster, observed, journal } = world;
  if (size <= 1 || !isReachable(observed.kafka) || !mayGoTogether(world, first)) return [first];
  const { partitions } = observed.kafka;
  const held = new PlaceSet(partitions.length);
  const hold = (places: Int32Array): void => places.forEach((place) => held.put(place, true));
  hold(placesOf(partitions, first.id));
  const members = [first];
  const near = [...others].sort((a, b) => Number(a.zone !== first.zone) - Number(b.zone !== first.zone));
  for (const node of near) {
    if (members.length >= size) break;
    const own = placesOf(partitions, node.id);
    if (own.some((place) => held.has(place)) || !mayGoTogether(world, node)) continue;
    // Members take nothing from its partitions, since it shares none with them: they need not be told.
    if (!minIsr.ask({ cluster, observed, node, accepted: journal.accepted }).ok) continue;
    hold(own);
    members.push(node);
  }
  return members;
}

/** A plain broker that answers and serves, and whose machine and disk stay: Terraform changes one thing at a time. */
function mayGoTogether({ cluster, observed, journal }: World, node: Node): boolean {
  if (!isPlainBroker(cluster, node) || !serves(observed, node)) return false;
  const { machine, grow } = workOf(cluster, observed, journal, node);
  return machine === "keep" && !grow;
}

/** A broker that is no controller. */
export const isPlainBroker = (cluster: Cluster, { pool }: Node): boolean =>
  cluster.pools[pool]?.roles.includes("controller") === false;

function serves(observed: Observed, { id }: Node): boolean {
  const report = observed.nodes[id];
  return (
    report !== undefined &&
    isReachable(report) &&
    report.running !== null &&
    isReachable(observed.kafka) &&
    isUnfenced(observed.kafka, id)
  );
}
