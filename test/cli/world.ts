import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Batch, Journal } from "../../cli/decide/journal";
import { newJournal, topOf } from "../../cli/decide/new-journal";
import { type Playbook, playbookSchema } from "../../cli/decide/playbook";
import type { Limits, World } from "../../cli/decide/world";
import type { KafkaHealth, Partition } from "../../cli/facts/kafka-health";
import type { NodeReport, Unreachable } from "../../cli/facts/node-report";
import type { Label, Machine, Observed } from "../../cli/facts/observed";
import type { Target } from "../../cli/facts/target";
import type { Cluster, Node, NodeRecord } from "../../spec/cluster";
import { parseDisk } from "../../spec/disk";

/** What a case may say; all else is a healthy cluster of three controllers and three brokers. */
export interface Facts {
  /** `orders-0: 11 12 13 / 11 12 / 2`: replicas / in sync / min.insync.replicas; the leader is the first in sync. */
  readonly partitions?: Readonly<Record<string, string>>;
  readonly leader?: number;
  /** Milliseconds that each voter is behind. */
  readonly lag?: Readonly<Record<number, number>>;
  readonly voters?: readonly number[];
  readonly brokers?: readonly number[];
  readonly reassigning?: readonly string[];
  readonly unreachable?: Readonly<Record<number, string>>;
  readonly kafka?: string;
  /** Why EC2 does not answer. */
  readonly cloud?: string;
  readonly down?: readonly number[];
  /** What runs, where it is not 3.9.1 with config kkkkkkkk. */
  readonly running?: Readonly<Record<number, Partial<NonNullable<NodeReport["running"]>>>>;
  readonly written?: Readonly<Record<number, Partial<NonNullable<NodeReport["written"]>>>>;
  readonly formatted?: Readonly<Record<number, NodeReport["formatted"]>>;
  readonly labels?: Readonly<Record<number, { version: string; config: string }>>;
  readonly recorded?: Readonly<Record<number, { version?: string; config?: string; disk?: string }>>;
  readonly machines?: Readonly<Record<number, Partial<Machine> | null>>;
  readonly overrides?: Observed["overrides"];
  /** Brokers whose dynamic settings cannot be read. */
  readonly settingsUnread?: readonly number[];
  readonly offlineDirs?: readonly string[];
  readonly linked?: Observed["linked"];
  readonly pending?: readonly string[];
  readonly observers?: readonly number[];
  /** Directory id that an observer was last seen with, where it is not its disk's. */
  readonly observing?: Readonly<Record<number, string>>;
  readonly features?: Readonly<Record<string, number>>;
  /** Directory id of each disk, where it is not `d` and the id. */
  readonly directories?: Readonly<Record<number, string>>;
  readonly recovering?: Readonly<Record<number, number>>;
  /** Milliseconds since the epoch when the health was read. */
  readonly healthAt?: number;
}

const minute = 60_000;
const leaderTime = 1_700_000_000_000;
const ids = { controllers: [1, 2, 3], brokers: [11, 12, 13] };
const disk = parseDisk("50GiB");

const node = (id: number): Node => ({
  id,
  pool: id < 10 ? "controllers" : "brokers",
  zone: `euw1-az${((id - 1) % 10) + 1}`,
  address: `10.77.${((id - 1) % 10) + 1}.${id < 10 ? 11 : 21}`,
  generation: 1,
});

/** What the file's top asks for. */
export interface Top {
  readonly version?: string;
  readonly image?: string;
  /** Of the brokers. */
  readonly type?: string;
  /** Of the brokers. */
  readonly disk?: string;
}

export function clusterOf(facts: Facts = {}, top: Top = {}): Cluster {
  const { version = "4.1.1", image = "base-12", type = "m7g.large" } = top;
  const nodes = [...ids.controllers, ...ids.brokers].map(node);
  const record = (id: number): NodeRecord => ({
    version: "3.9.1",
    config: "kkkkkkkk",
    image: "base-12",
    type: "m7g.large",
    boot: 1,
    ...facts.recorded?.[id],
    disk: parseDisk(facts.recorded?.[id]?.disk ?? disk.text),
  });
  return {
    file: "clusters/kafka-write.yaml",
    name: "kafka-write",
    kind: "kafka",
    place: {
      name: "prod",
      account: "123456789012",
      region: "eu-west-1",
      network: { vpc: "vpc-1", zones: {}, ranges: {} },
      bucket: "b",
      images: { "base-12": "ami-1", "base-13": "ami-2" },
      state: { bucket: "s" },
      ssh: {},
    },
    version,
    image,
    traffic: { in: 1, keep: 1, replicas: 3 },
    pools: {
      controllers: { name: "controllers", type: "m7g.large", disk, roles: ["controller"] },
      brokers: { name: "brokers", type, disk: parseDisk(top.disk ?? disk.text), roles: ["broker"] },
    },
    config: {},
    listeners: {},
    linked: [],
    ssh: { user: "admin", sudo: true, port: 22 },
    nodes,
    recorded: {
      cluster: { id: "MkU3OEVBNTcwNTJENDM2Qg", metadataVersion: "3.9-IV0" },
      nodes: Object.fromEntries(nodes.map((n) => [n.id, record(n.id)])),
    },
  };
}

const numbers = (text: string): number[] => text.trim().split(/\s+/).filter(Boolean).map(Number);

function partition([name, text]: [string, string]): Partition {
  const [replicas = "", isr = "", min = "2"] = text.split("/");
  const at = name.lastIndexOf("-");
  const inSync = numbers(isr);
  return {
    topic: name.slice(0, at),
    partition: Number(name.slice(at + 1)),
    replicas: numbers(replicas),
    isr: inSync,
    leader: inSync[0] ?? -1,
    minIsr: Number(min),
  };
}

const healthy = { "orders-0": "11 12 13 / 11 12 13 / 2", "orders-1": "12 13 11 / 12 13 11 / 2" };

function health(facts: Facts): KafkaHealth {
  return {
    at: facts.healthAt ?? 10 * minute,
    clusterId: "MkU3OEVBNTcwNTJENDM2Qg",
    brokers: facts.brokers ?? ids.brokers,
    partitions: Object.entries(facts.partitions ?? healthy).map(partition),
    quorum: {
      leader: facts.leader ?? 3,
      epoch: 5,
      voters: (facts.voters ?? ids.controllers).map((id) => ({
        id,
        directory: `d${id}`,
        logEndOffset: 1000 - (facts.lag?.[id] ?? 0),
        lastCaughtUp: leaderTime - (facts.lag?.[id] ?? 0),
      })),
      observers: (facts.observers ?? []).map((id) => ({
        id,
        directory: facts.observing?.[id] ?? facts.directories?.[id] ?? `d${id}`,
        logEndOffset: 1000,
        lastCaughtUp: leaderTime - (facts.lag?.[id] ?? 0),
      })),
      fetchTimeout: 2000,
      leaderTime,
    },
    reassigning: facts.reassigning ?? [],
    features: facts.features ?? { "metadata.version": 21 },
  };
}

function report(id: number, facts: Facts): NodeReport | Unreachable {
  const silent = facts.unreachable?.[id];
  if (silent !== undefined) return { unreachable: silent };
  const down = facts.down?.includes(id) ?? false;
  const running = { version: "3.9.1", config: "kkkkkkkk", sha256: "same", ...facts.running?.[id] };
  return {
    node: id,
    cluster: "kafka-write",
    boot: "b1",
    clock: leaderTime,
    program: "p",
    service: down ? { state: "inactive", pid: null, since: null } : { state: "active", pid: 100 + id, since: 1 },
    running: down ? null : running,
    written: {
      version: running.version,
      config: running.config,
      sha256: "same",
      expected: "same",
      ...facts.written?.[id],
    },
    broker:
      facts.recovering?.[id] === undefined
        ? { state: down ? "stopped" : "serving", remainingLogs: null }
        : { state: "recovering", remainingLogs: facts.recovering[id] },
    lease: 0,
    disk: { volume: `vol-${id}`, uuid: "u", mounted: true, size: 1, used: 0, device: 1 },
    formatted:
      facts.formatted !== undefined && id in facts.formatted
        ? (facts.formatted[id] ?? null)
        : { cluster: "MkU3OEVBNTcwNTJENDM2Qg", node: id, directory: facts.directories?.[id] ?? `d${id}` },
    artefacts: ["3.9.1"],
    tail: [],
  };
}

const machine = (id: number): Machine => ({
  instance: `i-${id}`,
  state: "running",
  type: "m7g.large",
  image: "ami-1",
  disk: { size: disk.size, throughput: 125 * 2 ** 20, iops: 3000 },
});

/** Recorded configs by their words: `kkkkkkkk` is what all start with. */
const configs = {
  kkkkkkkk: "dataops.roles=broker\nnum.io.threads=8\nprocess.roles=broker\n",
  llllllll: "dataops.roles=broker\nnum.io.threads=16\nprocess.roles=broker\n",
  mmmmmmmm: "dataops.roles=broker\nnum.io.threads=16\nbroker.rack=b\nprocess.roles=broker\n",
};

export function observedOf(facts: Facts = {}): Observed {
  const all = [...ids.controllers, ...ids.brokers];
  const label = (id: number): Label => {
    const { version = "3.9.1", config = "kkkkkkkk" } = facts.labels?.[id] ?? facts.recorded?.[id] ?? {};
    return { version, config };
  };
  const machineOf = (id: number): Machine | null => {
    const given = facts.machines?.[id];
    return given === null ? null : { ...machine(id), ...given };
  };
  return {
    at: facts.healthAt ?? 10 * minute,
    nodes: Object.fromEntries(all.map((id) => [id, report(id, facts)])),
    kafka: facts.kafka === undefined ? health(facts) : { unreachable: facts.kafka },
    labels: Object.fromEntries(all.map((id) => [id, label(id)])),
    machines: Object.fromEntries(all.map((id) => [id, machineOf(id)])),
    overrides: {
      ...Object.fromEntries(ids.brokers.filter((id) => !facts.settingsUnread?.includes(id)).map((id) => [id, {}])),
      ...facts.overrides,
    },
    defaults: {},
    offlineDirs: facts.offlineDirs ?? [],
    linked: facts.linked ?? {},
    ...(facts.pending === undefined ? {} : { pending: facts.pending }),
    configs,
    ...(facts.cloud === undefined ? {} : { labelsUnreadable: facts.cloud }),
  };
}

export const shippedPlaybook: Playbook = playbookSchema.parse(
  parse(readFileSync(join(__dirname, "../../playbooks/kafka-roll.yaml"), "utf8")),
);

export const words = { controllers: "kkkkkkkk", brokers: "kkkkkkkk" };

export function journalOf(cluster: Cluster, observed: Observed, change: Partial<Journal> = {}): Journal {
  const roll = { id: "r1", by: "ops@laptop", playbook: "kafka-roll", restart: false, overrides: {}, now: 0 };
  return { ...newJournal({ ...roll, cluster, observed, words }), ...change };
}

/** The target that all have at first. */
export const target: Target = {
  version: "3.9.1",
  config: "kkkkkkkk",
  image: "base-12",
  type: "m7g.large",
  disk: "50GiB",
};

/** A node in hand: `at` names the step that comes next; absent: the first. */
export interface Hand extends Partial<Omit<Batch, "members">> {
  readonly id: number;
  readonly at?: string;
  readonly tries?: number;
  /** Steps that were done already. */
  readonly did?: readonly string[];
}

export function batchOf({ id, at, tries = 0, did = [], ...batch }: Hand): Batch {
  const found = shippedPlaybook.node.steps.findIndex(({ name }) => name === at);
  const step = at === "end" ? shippedPlaybook.node.steps.length : Math.max(0, found);
  const member = {
    id,
    began: 0,
    why: "w",
    from: target,
    step,
    tries,
    did: did.map((name) => ({ step: name, began: 0, took: 0 })),
  };
  return { began: 0, members: [member], baseline: { underReplicated: [] }, ramp: true, good: 0, ...batch };
}

export interface Circumstances extends Top {
  /** Milliseconds since the epoch. */
  readonly now?: number;
  readonly limits?: Partial<Limits>;
}

export function worldOf(facts: Facts = {}, journal: Partial<Journal> = {}, circumstances: Circumstances = {}): World {
  const { now = 10 * minute, limits = {}, ...top } = circumstances;
  const cluster = clusterOf(facts, top);
  const observed = observedOf({ healthAt: now, ...facts });
  const made = journalOf(cluster, observed, journal);
  return {
    cluster,
    observed,
    playbook: shippedPlaybook,
    journal: made,
    limits: { maxParallel: 1, startedWith: made.finished.length, ...limits },
    top: topOf(cluster, words),
    checksums: { "3.9.1": "a", "4.1.1": "b" },
    now,
  };
}
