import type { Cluster, Node } from "../../spec/cluster";
import type { KafkaHealth } from "../facts/kafka-health";
import { isReachable, type NodeReport, type Unreachable } from "../facts/node-report";
import type { Observed } from "../facts/observed";
import type { Fleet } from "./fleet";
import { hostProgramPath } from "./host-call";
import type { KafkaReader } from "./kafka-reader";
import { readLabels } from "./labels";
import { readReport } from "./read-report";
import { unreachable } from "./ssh-failure";
import type { Transport } from "./transport";

export interface ObserveOptions {
  /** Ask this node's host alone, and take the other nodes' reports and the labels from an earlier look. */
  readonly only?: { readonly node: number; readonly before: Observed };
  /** Milliseconds that any one node may take, connecting included. Default 8,000. */
  readonly patience?: number;
  /** Milliseconds that labels may be old: EC2 throttles who asks it every second. Default 20,000; ours are known at once. */
  readonly labelsMaxAge?: number;
}

/** Read everything a decision looks at, all at once. A node that does not answer costs its own patience, no more. */
export async function observe(
  cluster: Cluster,
  fleet: Fleet,
  kafka: KafkaReader,
  { only, patience = 8000, labelsMaxAge = 20_000 }: ObserveOptions = {},
): Promise<Observed> {
  const one = async (node: Node): Promise<[number, NodeReport | Unreachable]> => [
    node.id,
    await inTime(
      fleet.to(node.id).then((transport) => ask(transport, node, patience)),
      patience,
    ).catch(unreachable),
  ];
  const readKafka = async (): Promise<KafkaHealth | Unreachable> => {
    const health = await kafka.read({ within: patience + 2000 });
    const { id } = cluster.recorded.cluster;
    if (!isReachable(health) || health.clusterId === id) return health;
    return { unreachable: `another cluster answers; expected ${id}; got ${health.clusterId}` };
  };
  if (only !== undefined) {
    const asked = cluster.nodes.filter(({ id }) => id === only.node);
    const [reports, health] = await Promise.all([Promise.all(asked.map(one)), readKafka()]);
    return { ...only.before, nodes: { ...only.before.nodes, ...Object.fromEntries(reports) }, kafka: health };
  }
  const [nodes, labels] = await Promise.all([
    Promise.all(cluster.nodes.map(one)),
    inTime(
      readLabels(cluster, { maxAge: labelsMaxAge }).then((byNode) => ({ byNode })),
      patience,
    ).catch((error: unknown) => ({
      unreachable: error instanceof Error ? error.message : String(error),
    })),
  ]);
  // Last, so that what the gates go by is the youngest of all.
  const health = await readKafka();
  const labelled = cluster.nodes.map(({ id }) => {
    const found = "byNode" in labels ? labels.byNode[id] : undefined;
    return [id, found === undefined ? null : { version: found.version, config: found.config }];
  });
  return {
    nodes: Object.fromEntries(nodes),
    kafka: health,
    ...("byNode" in labels ? {} : { labelsUnreadable: labels.unreachable }),
    labels: Object.fromEntries(labelled) as Observed["labels"],
  };
}

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
