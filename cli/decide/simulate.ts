import type { Cluster } from "../../spec/cluster";
import type { KafkaHealth, Partition } from "../facts/kafka-health";
import { isReachable, type NodeReport } from "../facts/node-report";
import type { Observed } from "../facts/observed";
import type { Target } from "../facts/target";
import type { Decision } from "./decide";

/** A world that obeys: what would be observed if the decision were carried out and went well. */
export function simulate(
  cluster: Cluster,
  observed: Observed,
  decision: Decision,
): { cluster: Cluster; observed: Observed } {
  switch (decision.do) {
    case "step":
      return {
        cluster,
        observed: simulateStep(cluster, observed, decision.node, decision.call.verb, decision.call.args),
      };
    case "label":
      return { cluster, observed: { ...observed, labels: { ...observed.labels, [decision.node]: decision.target } } };
    case "record":
      return { cluster: recorded(cluster, decision.node, decision.to), observed };
    case "take":
    case "read":
    case "finish":
    case "after":
    case "wait":
    case "stop":
    case "done":
      return { cluster, observed };
  }
}

function recorded(cluster: Cluster, node: number, to: Target): Cluster {
  const record = cluster.recorded.nodes[node];
  if (record === undefined) return cluster;
  return {
    ...cluster,
    recorded: { ...cluster.recorded, nodes: { ...cluster.recorded.nodes, [node]: { ...record, ...to } } },
  };
}

function simulateStep(
  cluster: Cluster,
  observed: Observed,
  id: number,
  verb: string,
  args: readonly string[],
): Observed {
  const report = observed.nodes[id];
  if (report === undefined || !isReachable(report)) return observed;
  const value = (flag: string): string => args[args.indexOf(flag) + 1] ?? "";
  const withReport = (changed: NodeReport, kafka = observed.kafka): Observed => ({
    ...observed,
    nodes: { ...observed.nodes, [id]: changed },
    kafka,
  });
  const written = report.written ?? { version: "", config: "", sha256: "", expected: "" };
  switch (verb) {
    case "install":
      return withReport({ ...report, written: { ...written, version: value("--version") } });
    case "configure":
      return withReport({ ...report, written: { ...written, config: value("--config"), sha256: written.expected } });
    case "stop":
      return withReport(
        { ...report, running: null, service: { state: "inactive", pid: null, since: null } },
        isReachable(observed.kafka) ? stopped(observed.kafka, id) : observed.kafka,
      );
    case "start": {
      const { version, config, expected } = written;
      const isBroker =
        cluster.pools[cluster.nodes.find((n) => n.id === id)?.pool ?? ""]?.roles.includes("broker") ?? false;
      return withReport(
        {
          ...report,
          running: { version, config, sha256: expected },
          service: { state: "active", pid: (report.service.pid ?? 0) + 1, since: (report.service.since ?? 0) + 1 },
        },
        isReachable(observed.kafka) ? started(observed.kafka, id, isBroker) : observed.kafka,
      );
    }
    default:
      return observed;
  }
}

function stopped(health: KafkaHealth, id: number): KafkaHealth {
  const without = (p: Partition): Partition => {
    if (!p.replicas.includes(id)) return p;
    const isr = p.isr.filter((n) => n !== id);
    return { ...p, isr, leader: p.leader === id ? (isr[0] ?? -1) : p.leader };
  };
  const { quorum } = health;
  const voters = quorum.voters.map((v) => (v.id === id ? { ...v, lastCaughtUp: -1 } : v));
  const heir = voters.filter((v) => v.id !== id).sort((a, b) => b.logEndOffset - a.logEndOffset)[0];
  return {
    ...health,
    brokers: health.brokers.filter((n) => n !== id),
    partitions: health.partitions.map(without),
    quorum: { ...quorum, voters, leader: quorum.leader === id ? (heir?.id ?? -1) : quorum.leader },
  };
}

function started(health: KafkaHealth, id: number, isBroker: boolean): KafkaHealth {
  const back = (p: Partition): Partition =>
    p.replicas.includes(id) && !p.isr.includes(id)
      ? { ...p, isr: [...p.isr, id], leader: p.leader < 0 ? id : p.leader }
      : p;
  const { quorum } = health;
  return {
    ...health,
    brokers: isBroker && !health.brokers.includes(id) ? [...health.brokers, id] : health.brokers,
    partitions: isBroker ? health.partitions.map(back) : health.partitions,
    quorum: {
      ...quorum,
      voters: quorum.voters.map((v) => (v.id === id ? { ...v, lastCaughtUp: quorum.leaderTime } : v)),
    },
  };
}
