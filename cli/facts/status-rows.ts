import type { Cluster } from "../../spec/cluster";
import { fleetDifferences, type NodeDifference } from "./fleet-differences";
import { isReachable } from "./node-report";
import type { Observed } from "./observed";
import { recordedTarget, type Target } from "./target";
import { whyUnready } from "./unready";

/** What `status` knows of a node. */
export interface StatusRow {
  readonly node: number;
  readonly pool: string;
  readonly zone: string;
  readonly address: string;
  readonly recorded: Target;
  /** Null when nothing runs or the node does not answer. */
  readonly running: { readonly version: string; readonly config: string } | null;
  readonly boot: string | null;
  /** Milliseconds since the epoch. */
  readonly since: number | null;
  readonly role: "active controller" | "controller" | "broker" | "broker, active controller" | "broker, controller";
  /** Why it does not serve; null when it does. */
  readonly unready: string | null;
  /** Partitions it leads; null for a controller or when Kafka does not answer. */
  readonly leaders: number | null;
  /** Replicas in sync, of those it holds. */
  readonly inSync: { readonly of: number; readonly in: number } | null;
  readonly differences: readonly NodeDifference[];
}

/** One row a node, in the file's order. */
export function statusRows(cluster: Cluster, observed: Observed): StatusRow[] {
  const differences = fleetDifferences(cluster, observed);
  const kafka = isReachable(observed.kafka) ? observed.kafka : undefined;
  return cluster.nodes.map((node): StatusRow => {
    const report = observed.nodes[node.id];
    const alive = report !== undefined && isReachable(report) ? report : undefined;
    const roles = cluster.pools[node.pool]?.roles ?? [];
    const own = kafka?.partitions.filter((p) => p.replicas.includes(node.id)) ?? [];
    const serves = roles.includes("broker") && kafka !== undefined;
    const controller = kafka?.quorum.leader === node.id ? "active controller" : "controller";
    return {
      node: node.id,
      pool: node.pool,
      zone: node.zone,
      address: node.address,
      recorded: recordedTarget(cluster, node.id),
      running: alive?.running ? { version: alive.running.version, config: alive.running.config } : null,
      boot: alive?.boot ?? null,
      since: alive?.service.since ?? null,
      role: roleName(roles.includes("broker"), roles.includes("controller"), controller),
      unready: whyUnready(cluster, observed, node) ?? null,
      leaders: serves ? own.filter((p) => p.leader === node.id).length : null,
      inSync: serves ? { of: own.length, in: own.filter((p) => p.isr.includes(node.id)).length } : null,
      differences: differences.filter((d) => d.node === node.id),
    };
  });
}

function roleName(broker: boolean, voter: boolean, controller: "active controller" | "controller"): StatusRow["role"] {
  if (!voter) return "broker";
  return broker ? `broker, ${controller}` : controller;
}
