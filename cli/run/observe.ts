import { type Cluster, type Node, readConfigs } from "../../spec";
import type { KafkaHealth } from "../facts/kafka-health";
import { isReachable, type NodeReport, type Unreachable } from "../facts/node-report";
import type { Label, Machine, Observed } from "../facts/observed";
import { readDisks } from "./aws/disks";
import { readLabels } from "./aws/labels";
import { hostProgramPath } from "./host/host-call";
import { readReport } from "./host/read-report";
import type { KafkaAdmin } from "./kafka/kafka-admin";
import type { KafkaReader } from "./kafka/kafka-reader";
import { linkedClusters } from "./lease/linked-clusters";
import type { Fleet } from "./ssh/fleet";
import { unreachable } from "./ssh/ssh-failure";
import type { Transport } from "./ssh/transport";

export interface ObserveOptions {
  /** Ask these nodes' hosts and Kafka alone, and take all else from an earlier look. */
  readonly only?: { readonly nodes: readonly number[]; readonly before: Observed };
  /** Milliseconds that any one node may take, connecting included. Default 8,000. */
  readonly patience?: number;
  /** Milliseconds that the cloud's answers may be old: EC2 throttles who asks it every second. Default 20,000. */
  readonly cloudMaxAge?: number;
}

/** The ways to look. */
export interface Eyes {
  readonly cluster: Cluster;
  readonly fleet: Fleet;
  readonly kafka: KafkaReader;
  readonly admin: KafkaAdmin;
}

type Cloud = Pick<Observed, "labels" | "machines" | "labelsUnreadable">;

/** What a command sees of a cluster. It remembers the cloud's last answer, and nothing else. */
export class Observer {
  #cloud: { readonly at: number; readonly cloud: Cloud } | undefined;

  constructor(private readonly eyes: Eyes) {}

  /** Read everything a decision looks at, all at once. A node that does not answer costs its own patience, no more. */
  async observe({ only, patience = 8000, cloudMaxAge = 20_000 }: ObserveOptions = {}): Promise<Observed> {
    const { cluster } = this.eyes;
    const at = Date.now();
    if (only !== undefined) {
      const asked = cluster.nodes.filter(({ id }) => only.nodes.includes(id));
      const [nodes, kafka] = await Promise.all([this.#reports(asked, patience), this.#kafka(patience)]);
      return { ...only.before, at, nodes: { ...only.before.nodes, ...nodes }, kafka };
    }
    const brokers = cluster.nodes.filter((n) => cluster.pools[n.pool]?.roles.includes("broker")).map((n) => n.id);
    const [nodes, cloud, linked] = await Promise.all([
      this.#reports(cluster.nodes, patience),
      this.#askCloud(patience, cloudMaxAge),
      linkedClusters(cluster),
    ]);
    const serving = brokers.filter((id) => {
      const report = nodes[id];
      return report !== undefined && isReachable(report) && report.running !== null;
    });
    const [overrides, dirs] = await Promise.all([
      this.eyes.admin.overrides(serving, patience),
      this.eyes.admin.offlineLogDirs(serving, patience),
    ]);
    // Last, so that what the gates go by is the youngest of all.
    const kafka = await this.#kafka(patience);
    return {
      at,
      nodes,
      kafka,
      ...cloud,
      overrides: Object.fromEntries(
        Object.entries(overrides.brokers).flatMap(([id, of]) => (isReachable(of) ? [[id, of]] : [])),
      ),
      defaults: isReachable(overrides.cluster) ? overrides.cluster : {},
      offlineDirs: dirs.dirs.map(({ broker, path }) => `${broker}:${path}`),
      linked,
      configs: Object.fromEntries(readConfigs(cluster.name)),
    };
  }

  async #reports(nodes: readonly Node[], patience: number): Promise<Observed["nodes"]> {
    const one = async (node: Node): Promise<[number, NodeReport | Unreachable]> => [
      node.id,
      await inTime(
        this.eyes.fleet.to(node.id).then((transport) => ask(transport, node, patience)),
        patience,
      ).catch(unreachable),
    ];
    return Object.fromEntries(await Promise.all(nodes.map(one)));
  }

  async #kafka(patience: number): Promise<KafkaHealth | Unreachable> {
    const health = await this.eyes.kafka.read({ within: patience + 2000 });
    const { id } = this.eyes.cluster.recorded.cluster;
    if (!isReachable(health) || health.clusterId === id) return health;
    return { unreachable: `another cluster answers; expected ${id}; got ${health.clusterId}` };
  }

  async #askCloud(patience: number, maxAge: number): Promise<Cloud> {
    const known = this.#cloud;
    if (known !== undefined && Date.now() - known.at < maxAge) {
      // Labels that we have written ourselves are known at once.
      const labels = await readLabels(this.eyes.cluster, { maxAge: 300_000 }).catch(() => undefined);
      return labels === undefined ? known.cloud : { ...known.cloud, labels: labelsOf(this.eyes.cluster, labels) };
    }
    const at = Date.now();
    const cloud: Cloud | Unreachable = await inTime(this.#readCloud(maxAge), patience).catch((error: unknown) => ({
      unreachable: error instanceof Error ? error.message : String(error),
    }));
    if (!("unreachable" in cloud)) {
      this.#cloud = { at, cloud };
      return cloud;
    }
    const none = Object.fromEntries(this.eyes.cluster.nodes.map(({ id }) => [id, null]));
    return { labels: none, machines: none, labelsUnreadable: cloud.unreachable };
  }

  async #readCloud(maxAge: number): Promise<Cloud> {
    const { cluster } = this.eyes;
    const [labels, disks] = await Promise.all([readLabels(cluster, { maxAge }), readDisks(cluster)]);
    const machines = cluster.nodes.map(({ id }): [number, Machine | null] => {
      const found = labels[id];
      const disk = disks[id];
      if (found === undefined) return [id, null];
      const { instance, state, type, image } = found;
      const its = disk === undefined ? null : { size: disk.size, throughput: disk.throughput, iops: disk.iops };
      return [id, { instance, state, type, image, disk: its }];
    });
    return { labels: labelsOf(cluster, labels), machines: Object.fromEntries(machines) };
  }
}

const labelsOf = (cluster: Cluster, found: Readonly<Record<number, Label>>): Observed["labels"] =>
  Object.fromEntries(
    cluster.nodes.map(({ id }) => {
      const label = found[id];
      return [id, label === undefined ? null : { version: label.version, config: label.config }];
    }),
  );

/** Ask a node's host program what runs there. */
async function ask(transport: Transport, node: Node, timeout: number): Promise<NodeReport | Unreachable> {
  return readReport(node, await transport.run([hostProgramPath, "report"], { timeout }));
}

function inTime<T>(answer: Promise<T>, patience: number): Promise<T | Unreachable> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Unreachable>((resolve) => {
    timer = setTimeout(() => resolve({ unreachable: `no answer within ${patience / 1000} s` }), patience);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
