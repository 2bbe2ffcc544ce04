import type { Cluster } from "../../spec/cluster";
import { parseDisk } from "../../spec/disk";
import { type Change, changePartitions } from "../facts/change-partitions";
import type { KafkaHealth } from "../facts/kafka-health";
import { isReachable, type NodeReport } from "../facts/node-report";
import type { Machine, Observed } from "../facts/observed";
import type { Target } from "../facts/target";
import type { Call, CloudCall, HostCall, KafkaCall } from "../steps/step";
import type { Decision } from "./decision";

/** A cluster file and what is seen of the fleet. */
export interface Simulated {
  readonly cluster: Cluster;
  readonly observed: Observed;
}

/**
 * A world that obeys: what would be observed if the decision were carried out and went well.
 *
 * @param consume the world before is of no more use, which makes the one after cheaper
 */
export function simulate(cluster: Cluster, observed: Observed, decision: Decision, consume = false): Simulated {
  switch (decision.do) {
    case "step": {
      let world: Simulated = { cluster, observed };
      for (const { node, calls } of decision.acts)
        for (const call of calls)
          world = { cluster, observed: simulateCall(cluster, world.observed, node, call, consume) };
      return world;
    }
    case "label": {
      const { version, config } = decision.target;
      return {
        cluster,
        observed: { ...observed, labels: { ...observed.labels, [decision.node]: { version, config } } },
      };
    }
    case "record":
      return { cluster: recorded(cluster, decision.node, decision.to), observed };
    case "take":
    case "read":
    case "put-back":
    case "bake":
    case "finish":
    case "after":
    case "wait":
    case "pause":
    case "stop":
    case "done":
      return { cluster, observed };
  }
}

function recorded(cluster: Cluster, node: number, to: Target): Cluster {
  const record = cluster.recorded.nodes[node];
  if (record === undefined) return cluster;
  const nodes = { ...cluster.recorded.nodes, [node]: { ...record, ...to, disk: parseDisk(to.disk) } };
  return { ...cluster, recorded: { ...cluster.recorded, nodes } };
}

/** One call to one node, obeyed. */
export function simulateCall(
  cluster: Cluster,
  observed: Observed,
  node: number,
  call: Call,
  consume = false,
): Observed {
  switch (call.at) {
    case "host":
      return simulateVerb(cluster, observed, node, call, consume);
    case "kafka":
      return simulateKafka(observed, node, call);
    case "cloud":
      return simulateCloud(cluster, observed, node, call, consume);
  }
}

function simulateVerb(
  cluster: Cluster,
  observed: Observed,
  id: number,
  { verb, args }: HostCall,
  consume: boolean,
): Observed {
  const report = observed.nodes[id];
  if (report === undefined || !isReachable(report)) return observed;
  const value = (flag: string): string => args[args.indexOf(flag) + 1] ?? "";
  const with_ = (changed: NodeReport, kafka = observed.kafka): Observed => ({
    ...observed,
    nodes: { ...observed.nodes, [id]: changed },
    kafka,
  });
  const written = report.written ?? { version: "", config: "", sha256: "", expected: "" };
  switch (verb) {
    case "install":
      return with_({ ...report, written: { ...written, version: value("--version") } });
    case "configure": {
      const config = value("--config");
      // What it runs already is what is written for it: a restart is not needed to tell.
      const expected = report.running?.config === config ? report.running.sha256 : written.expected;
      return with_({ ...report, written: { ...written, config, sha256: expected, expected } });
    }
    case "stop":
      return with_(
        {
          ...report,
          running: null,
          service: { state: "inactive", pid: null, since: null },
          broker: { state: "stopped", remainingLogs: null },
        },
        isReachable(observed.kafka) ? stopped(observed.kafka, id, consume) : observed.kafka,
      );
    case "start":
      return with_(
        started(report, { version: written.version, config: written.config }),
        isReachable(observed.kafka) ? joined(observed.kafka, id, isBroker(cluster, id), consume) : observed.kafka,
      );
    case "grow":
      return with_({ ...report, disk: { ...report.disk, size: Number(value("--size")) } });
    default:
      return observed;
  }
}

function simulateKafka(observed: Observed, id: number, { ask }: KafkaCall): Observed {
  const { kafka } = observed;
  if (!isReachable(kafka)) return observed;
  switch (ask.what) {
    case "set": {
      const before = observed.overrides[id] ?? {};
      const kept = Object.entries(before).filter(([key]) => !ask.remove.includes(key));
      return {
        ...observed,
        overrides: { ...observed.overrides, [id]: { ...Object.fromEntries(kept), ...ask.set } },
      };
    }
    case "remove-voter": {
      const voters = kafka.quorum.voters.filter((v) => v.id !== id);
      return { ...observed, kafka: { ...kafka, quorum: { ...kafka.quorum, voters } } };
    }
    case "add-voter": {
      const { quorum } = kafka;
      const voter = { id, directory: ask.directory, logEndOffset: 0, lastCaughtUp: quorum.leaderTime };
      const voters = [...quorum.voters, voter].sort((a, b) => a.id - b.id);
      const observers = quorum.observers.filter((o) => o.id !== id);
      return { ...observed, kafka: { ...kafka, quorum: { ...quorum, voters, observers } } };
    }
  }
}

/** The machine comes back, by its userdata or by its own service, as what the plan labelled it. */
function simulateCloud(
  cluster: Cluster,
  observed: Observed,
  id: number,
  { machine, disk, target }: CloudCall,
  consume: boolean,
): Observed {
  const { size, throughput = 125 * 1024 ** 2, iops = 3000 } = parseDisk(target.disk);
  const was = observed.machines[id];
  const is: Machine = {
    instance: machine === "replace" || machine === "create" ? `${was?.instance ?? "i"}-new` : (was?.instance ?? "i"),
    state: "running",
    type: machine === "keep" ? (was?.type ?? target.type) : target.type,
    image: machine === "keep" ? (was?.image ?? "") : (cluster.place.images[target.image] ?? ""),
    disk: disk === "keep" ? (was?.disk ?? { size, throughput, iops }) : { size, throughput, iops },
  };
  const moved: Observed = { ...observed, machines: { ...observed.machines, [id]: is } };
  if (machine === "keep") return moved;
  const { version, config } = target;
  const report = observed.nodes[id];
  const base = report !== undefined && isReachable(report) ? report : blankReport(cluster, observed, id);
  const directory = disk === "create" ? "new" : (base.formatted?.directory ?? "d");
  const back: NodeReport = {
    ...started(base, { version, config }),
    boot: `${base.boot}'`,
    written: { ...(base.written ?? { sha256: "", expected: "" }), version, config },
    formatted: { cluster: cluster.recorded.cluster.id, node: id, directory },
  };
  return {
    ...moved,
    labels: { ...moved.labels, [id]: { version, config } },
    nodes: { ...moved.nodes, [id]: back },
    kafka: isReachable(moved.kafka)
      ? observing(joined(moved.kafka, id, isBroker(cluster, id), consume), cluster, id, directory)
      : moved.kafka,
  };
}

/** A controller that is no voter follows as an observer. */
function observing(health: KafkaHealth, cluster: Cluster, id: number, directory: string): KafkaHealth {
  const pool = cluster.nodes.find((n) => n.id === id)?.pool ?? "";
  const { quorum } = health;
  if (cluster.pools[pool]?.roles.includes("controller") !== true || quorum.voters.some((v) => v.id === id))
    return health;
  const observer = { id, directory, logEndOffset: 0, lastCaughtUp: quorum.leaderTime };
  return { ...health, quorum: { ...quorum, observers: [...quorum.observers, observer] } };
}

function started(report: NodeReport, { version, config }: { version: string; config: string }): NodeReport {
  const sha256 = report.written?.expected ?? "";
  return {
    ...report,
    running: { version, config, sha256 },
    service: { state: "active", pid: (report.service.pid ?? 0) + 1, since: (report.service.since ?? 0) + 1 },
    broker: { state: "serving", remainingLogs: null },
  };
}

/** What a machine that answers for the first time would say. */
function blankReport(cluster: Cluster, observed: Observed, node: number): NodeReport {
  return {
    node,
    cluster: cluster.name,
    boot: "b",
    clock: observed.at,
    program: "",
    service: { state: "inactive", pid: null, since: null },
    running: null,
    broker: { state: "stopped", remainingLogs: null },
    lease: 0,
    written: null,
    disk: { volume: "", uuid: "u", mounted: true, size: 0, used: 0, device: 0 },
    formatted: null,
    artefacts: [],
    tail: [],
  };
}

const isBroker = (cluster: Cluster, id: number): boolean =>
  cluster.pools[cluster.nodes.find((n) => n.id === id)?.pool ?? ""]?.roles.includes("broker") ?? false;

const without =
  (id: number): Change =>
  (isr, leader) => {
    const at = isr.indexOf(id);
    if (at >= 0) isr.splice(at, 1);
    return leader === id ? (isr[0] ?? -1) : leader;
  };

const inSyncAgain =
  (id: number): Change =>
  (isr, leader) => {
    if (isr.includes(id)) return leader;
    isr.push(id);
    return leader < 0 ? id : leader;
  };

function stopped(health: KafkaHealth, id: number, consume: boolean): KafkaHealth {
  const { quorum, brokers } = health;
  const voters = quorum.voters.map((v) => (v.id === id ? { ...v, lastCaughtUp: -1 } : v));
  const heir = voters.filter((v) => v.id !== id).sort((a, b) => b.logEndOffset - a.logEndOffset)[0];
  return {
    ...health,
    brokers: brokers.includes(id) ? brokers.toSpliced(brokers.indexOf(id), 1) : brokers,
    partitions: changePartitions(health.partitions, id, without(id), consume),
    quorum: { ...quorum, voters, leader: quorum.leader === id ? (heir?.id ?? -1) : quorum.leader },
  };
}

function joined(health: KafkaHealth, id: number, broker: boolean, consume: boolean): KafkaHealth {
  const { quorum } = health;
  return {
    ...health,
    brokers: broker && !health.brokers.includes(id) ? [...health.brokers, id] : health.brokers,
    partitions: broker ? changePartitions(health.partitions, id, inSyncAgain(id), consume) : health.partitions,
    quorum: {
      ...quorum,
      voters: quorum.voters.map((v) => (v.id === id ? { ...v, lastCaughtUp: quorum.leaderTime } : v)),
    },
  };
}
