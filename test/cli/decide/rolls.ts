import fc from "fast-check";
import { advance, resume, type Stepped, withUndo } from "../../../cli/decide/advance";
import { decide } from "../../../cli/decide/decide";
import type { Decision, StepAct } from "../../../cli/decide/decision";
import type { Journal } from "../../../cli/decide/journal";
import { newJournal, topOf } from "../../../cli/decide/new-journal";
import { simulate, simulateCall } from "../../../cli/decide/simulate";
import type { World } from "../../../cli/decide/world";
import { isCaughtUp } from "../../../cli/facts/caught-up";
import type { KafkaHealth } from "../../../cli/facts/kafka-health";
import { isReachable, type NodeReport } from "../../../cli/facts/node-report";
import type { Observed } from "../../../cli/facts/observed";
import type { Call } from "../../../cli/steps/step";
import { parseDisk } from "../../../spec/disk";
import { type Fleet, fleetOf } from "./fleet";

/** What befalls a node at some moment, whatever the roll is about then. */
export const blows = [
  /** Its host loses its power: Kafka has taken note already, or believes in it for a while. */
  "dies",
  "dies-unnoticed",
  /** SSH does not reach it, and Kafka goes on. */
  "mute",
  /** Its host is up again, its process by its own unit; and reached again; and in sync again. */
  "returns",
  "reboots",
  /** It falls out of every ISR, or behind the leader, and lives. */
  "lags",
  /** For some decisions Kafka, the cloud, or the settings of the brokers cannot be read. */
  "no-kafka",
  "no-cloud",
  "no-settings",
  /** A step is carried out and its answer is lost. */
  "answer-lost",
  /** The operator's machine dies in the middle of an act. */
  "cut",
] as const;

export interface Blow {
  readonly after: number;
  readonly what: (typeof blows)[number];
  /** Absent: the first node in hand then. */
  readonly node?: number | undefined;
  /** Of a cut: how many calls of each act were carried out. */
  readonly calls: number;
}

/** One roll over one fleet. */
export interface Course extends Fleet {
  readonly version: boolean;
  readonly config: "same" | "live" | "restart";
  readonly image: boolean;
  readonly type: boolean;
  readonly disk: boolean;
  readonly restart: boolean;
  readonly replace?: Replace | undefined;
  /** Gates that are not asked. */
  readonly overridden?: readonly string[] | undefined;
  readonly maxParallel: number;
  readonly blows: readonly Blow[];
}

export interface Replace {
  readonly node: number;
  readonly lostDisk: boolean;
  readonly how: "dead" | "dead-unnoticed" | "mute" | "gone";
  /** Whether the roll is of that node alone. */
  readonly alone: boolean;
}

const words = { same: "kkkkkkkk", live: "llllllll", restart: "mmmmmmmm" };

/** @param kinds what may befall a node */
export const courses = (
  kinds: readonly Blow["what"][],
  more: Partial<Record<keyof Course, fc.Arbitrary<unknown>>> = {},
) =>
  fc
    .record({
      brokers: fc.integer({ min: 3, max: 8 }),
      racks: fc.integer({ min: 1, max: 3 }),
      partitions: fc.integer({ min: 1, max: 16 }),
      replicas: fc.integer({ min: 2, max: 3 }),
      minIsr: fc.integer({ min: 1, max: 2 }),
      rackAware: fc.boolean(),
      seed: fc.nat(),
      version: fc.boolean(),
      config: fc.constantFrom("same", "live", "restart"),
      image: fc.boolean(),
      type: fc.boolean(),
      disk: fc.boolean(),
      restart: fc.boolean(),
      replace: fc.option(
        fc.record({
          node: fc.nat(11),
          lostDisk: fc.boolean(),
          how: fc.constantFrom("dead", "dead-unnoticed", "mute", "gone"),
          alone: fc.boolean(),
        }),
        { nil: undefined, freq: 2 },
      ),
      maxParallel: fc.integer({ min: 1, max: 4 }),
      blows:
        kinds.length === 0
          ? fc.constant([])
          : fc.array(
              fc.record({
                after: fc.nat(120),
                what: fc.constantFrom(...kinds),
                node: fc.option(fc.nat(11), { nil: undefined, freq: 2 }),
                calls: fc.nat(2),
              }),
              { maxLength: 6 },
            ),
      ...more,
    })
    .map((one): Course => {
      const c = one as unknown as Course;
      const id = (n: number): number => (n < 3 ? n + 1 : 100 + ((n - 3) % c.brokers));
      return {
        ...c,
        replace: c.replace && { ...c.replace, node: id(c.replace.node) },
        blows: c.blows.map((blow) => ({ ...blow, node: blow.node === undefined ? undefined : id(blow.node) })),
      };
    });

/** One decision of a roll, and what was so when it was taken. */
export interface Moment {
  readonly world: World;
  /** What is so, whoever answers. */
  readonly truth: Observed;
  readonly decision: Decision;
  /** Whether anything is not as it should be, by what befell the nodes. */
  readonly ill: boolean;
  /** Sittings before. */
  readonly sitting: number;
}

const healthOf = ({ kafka }: Observed): KafkaHealth => {
  if (!isReachable(kafka)) throw new Error("no health");
  return kafka;
};

const reportOf = ({ nodes }: Observed, id: number): NodeReport => {
  const report = nodes[id];
  if (report === undefined || !isReachable(report)) throw new Error(`no report of ${id}`);
  return report;
};

const verb = (name: string): Call => ({ at: "host", verb: name, args: [], timeout: 1 });

/** A fleet, and what may befall one. */
class Life {
  readonly dead = new Set<number>();
  readonly mute = new Set<number>();
  readonly lagging = new Set<number>();
  readonly believed = new Map<number, number>();
  /** Until which decision. */
  readonly dark = new Map<Blow["what"], number>();
  /** Nodes that do not come back by themselves. */
  readonly lost = new Set<number>();
  #seen: { of: Observed["nodes"]; nodes: Observed["nodes"] } | undefined;
  /** The journal as the bucket has it at least: that steps and nodes are done is saved while the roll goes on. */
  saved: Journal;

  constructor(public world: World) {
    this.saved = world.journal;
  }

  get truth(): Observed {
    return this.world.observed;
  }

  set truth(observed: Observed) {
    this.world = { ...this.world, observed };
  }

  /** As an operator sees it. */
  seen(): World {
    const { world } = this;
    const { observed, now } = world;
    if (this.#seen?.of !== observed.nodes) {
      const silent = [...this.dead, ...this.mute].map((id) => [id, { unreachable: "timed out" }] as const);
      this.#seen = { of: observed.nodes, nodes: { ...observed.nodes, ...Object.fromEntries(silent) } };
    }
    const health = { ...healthOf(observed), at: now };
    const kafka = this.dark.has("no-kafka") ? { unreachable: "timed out" } : health;
    const seen = { ...observed, at: now, nodes: this.#seen.nodes, kafka };
    const none = Object.fromEntries(world.cluster.nodes.map(({ id }) => [id, null]));
    const cloud = this.dark.has("no-cloud") ? { machines: none, labels: none, labelsUnreadable: "timed out" } : {};
    return { ...world, observed: { ...seen, ...cloud, ...(this.dark.has("no-settings") ? { overrides: {} } : {}) } };
  }

  get ill(): boolean {
    if (this.dark.size > 0) return true;
    return [this.dead, this.mute, this.lagging].some((set) => [...set].some((id) => !this.lost.has(id)));
  }

  silent(id: number): boolean {
    return this.dead.has(id) || this.mute.has(id);
  }

  befall(what: Blow["what"], id: number, i: number): void {
    this.#seen = undefined;
    switch (what) {
      case "dies":
      case "dies-unnoticed": {
        if (this.dead.has(id)) return;
        this.dead.add(id);
        const { kafka } = this.truth;
        this.host(id, verb("stop"));
        if (what === "dies") return;
        this.truth = { ...this.truth, kafka };
        this.believed.set(id, i + 4);
        return;
      }
      case "mute":
        this.mute.add(id);
        return;
      case "returns":
      case "reboots":
        if (this.lost.has(id)) return;
        this.mute.delete(id);
        if (what === "reboots" && !this.dead.has(id)) this.host(id, verb("stop"));
        if (what === "reboots" || this.dead.has(id)) {
          this.host(id, verb("start"));
          const report = reportOf(this.truth, id);
          this.truth = { ...this.truth, nodes: { ...this.truth.nodes, [id]: { ...report, boot: `${report.boot}+` } } };
        }
        this.dead.delete(id);
        this.believed.delete(id);
        if (this.lagging.delete(id)) this.sync(id);
        return;
      case "lags":
        if (this.dead.has(id) || reportOf(this.truth, id).running === null) return;
        this.lagging.add(id);
        this.lag(id);
        return;
      case "no-kafka":
      case "no-cloud":
      case "no-settings":
        this.dark.set(what, i + 3);
        return;
      case "answer-lost":
      case "cut":
    }
  }

  /** Kafka's sessions end. */
  expel(i: number): void {
    for (const [what, at] of this.dark) if (i >= at) this.dark.delete(what);
    for (const [id, at] of this.believed)
      if (i >= at) {
        this.believed.delete(id);
        const { nodes } = this.truth;
        this.host(id, verb("stop"));
        this.truth = { ...this.truth, nodes };
      }
  }

  lag(id: number): void {
    const health = healthOf(this.truth);
    const { quorum } = health;
    // The last one in sync stays, and a leader does not lag behind itself.
    const partitions = health.partitions.map((p) => {
      const isr = p.isr.filter((other) => other !== id);
      return isr.length === 0 || isr.length === p.isr.length
        ? p
        : { ...p, isr, leader: p.leader === id ? (isr[0] ?? -1) : p.leader };
    });
    const voters = quorum.voters.map((v) => (v.id === id && quorum.leader !== id ? { ...v, lastCaughtUp: 0 } : v));
    this.truth = { ...this.truth, kafka: { ...health, partitions, quorum: { ...quorum, voters } } };
  }

  sync(id: number): void {
    const health = healthOf(this.truth);
    if (reportOf(this.truth, id).running === null) return;
    const { quorum } = health;
    const partitions = health.partitions.map((p) =>
      p.replicas.includes(id) && !p.isr.includes(id) ? { ...p, isr: [...p.isr, id] } : p,
    );
    const voters = quorum.voters.map((v) => (v.id === id ? { ...v, lastCaughtUp: quorum.leaderTime } : v));
    this.truth = { ...this.truth, kafka: { ...health, partitions, quorum: { ...quorum, voters } } };
  }

  /** Carried out on the host, whoever hears of it. A process that lives is not started again. */
  host(id: number, call: Call): void {
    const { cluster } = this.world;
    if (call.at === "host" && call.verb === "start" && reportOf(this.truth, id).running !== null) return;
    if (call.at === "host" && call.verb === "stop" && reportOf(this.truth, id).running === null) {
      if (this.dead.has(id)) this.truth = simulateCall(cluster, this.truth, id, call);
      return;
    }
    const directory = reportOf(this.truth, id).formatted?.directory;
    this.truth = simulateCall(cluster, this.truth, id, call);
    if (call.at === "cloud" && call.machine !== "keep") {
      for (const set of [this.dead, this.mute, this.lost, this.lagging]) set.delete(id);
      this.believed.delete(id);
      this.#seen = undefined;
      // The voter is the disk that was given up, until it is removed: nothing follows in its name.
      const health = healthOf(this.truth);
      if (call.disk === "create" && health.quorum.voters.some((v) => v.id === id && v.directory === directory)) {
        const { quorum } = health;
        const own = reportOf(this.truth, id).formatted?.directory ?? "";
        const voters = quorum.voters.map((v) => (v.id === id ? { ...v, lastCaughtUp: 0 } : v));
        const observer = { id, directory: own, logEndOffset: 0, lastCaughtUp: quorum.leaderTime };
        const leader = quorum.leader === id ? (voters.find((v) => v.id !== id)?.id ?? -1) : quorum.leader;
        this.truth = {
          ...this.truth,
          kafka: { ...health, quorum: { ...quorum, leader, voters, observers: [...quorum.observers, observer] } },
        };
      }
    }
    if (call.at === "host" && call.verb === "start") this.lagging.delete(id);
    this.elect();
  }

  /** Who leads lives, and a controller without a vote follows. */
  elect(): void {
    const health = healthOf(this.truth);
    const { quorum } = health;
    const lives = (id: number): boolean => !this.dead.has(id) && reportOf(this.truth, id).running !== null;
    const heirs = quorum.voters.filter(({ id }) => lives(id));
    const heir = heirs.find((v) => isCaughtUp(quorum, v)) ?? heirs[0];
    const leader = heirs.some(({ id }) => id === quorum.leader) || heir === undefined ? quorum.leader : heir.id;
    const known = [...quorum.voters, ...quorum.observers].map(({ id }) => id);
    const observers = this.world.cluster.nodes
      .filter(({ id, pool }) => pool === "controllers" && lives(id) && !known.includes(id))
      .map(({ id }) => {
        const directory = reportOf(this.truth, id).formatted?.directory ?? "";
        return { id, directory, logEndOffset: 0, lastCaughtUp: quorum.leaderTime };
      });
    if (leader === quorum.leader && observers.length === 0) return;
    this.truth = {
      ...this.truth,
      kafka: { ...health, quorum: { ...quorum, leader, observers: [...quorum.observers, ...observers] } },
    };
  }
}

/** A fleet and what is asked of it. */
export function startOf(c: Course): World {
  const top = {
    version: c.version ? "4.1.1" : "3.9.1",
    image: c.image ? "base-13" : "base-12",
    type: c.type ? "m7g.xlarge" : "m7g.large",
    disk: c.disk ? "100GiB" : "50GiB",
  };
  const fleet = fleetOf(c, c.maxParallel, top);
  const { size } = parseDisk("50GiB");
  const nodes = Object.fromEntries(
    fleet.cluster.nodes.map(({ id }) => {
      const report = reportOf(fleet.observed, id);
      return [id, { ...report, disk: { ...report.disk, size, device: size } }];
    }),
  );
  const machines = Object.fromEntries(
    fleet.cluster.nodes.map(({ id }) => {
      const machine = fleet.observed.machines[id];
      return [id, machine ? { ...machine, instance: `i-${id}` } : null];
    }),
  );
  const observed = { ...fleet.observed, nodes, machines };
  const pools = { controllers: "kkkkkkkk", brokers: words[c.config] };
  const { replace } = c;
  const given = replace && {
    ...(replace.alone ? { only: [replace.node] } : {}),
    replace: {
      [replace.node]: { instance: replace.how === "gone" ? null : `i-${replace.node}`, lostDisk: replace.lostDisk },
    },
  };
  const journal: Journal = newJournal({
    id: "r1",
    by: "ops@laptop",
    playbook: "kafka-roll",
    cluster: fleet.cluster,
    observed,
    words: pools,
    restart: c.restart,
    overrides: Object.fromEntries((c.overridden ?? []).map((gate) => [gate, "why"])),
    accepted: c.replicas <= c.minIsr ? { t: "why" } : {},
    ...given,
    now: 0,
  });
  const { playbook } = fleet;
  const until = { ...playbook.node.until, steady: 2 };
  return {
    ...fleet,
    observed,
    journal,
    playbook: { ...playbook, node: { ...playbook.node, until } },
    top: topOf(fleet.cluster, pools),
  };
}

/** How many decisions a roll may take once all is well again. */
const bound = ({ brokers }: Course): number => 60 * (brokers + 3) + 300;

/** Every decision of a roll, over as many sittings as it takes. */
export function* lifeOf(c: Course, sittings = 12): Generator<Moment> {
  const life = new Life(startOf(c));
  const { replace } = c;
  if (replace !== undefined) {
    const { node, how } = replace;
    if (how === "mute") life.befall("mute", node, 0);
    else life.befall(how === "dead-unnoticed" ? "dies-unnoticed" : "dies", node, 0);
    life.lost.add(node);
    if (how === "gone") {
      const { machines, labels } = life.truth;
      life.truth = { ...life.truth, machines: { ...machines, [node]: null }, labels: { ...labels, [node]: null } };
    }
  }
  const horizon = Math.max(0, ...c.blows.map(({ after }) => after)) + 1;
  let sitting = 0;
  for (let i = 0; i < horizon + bound(c); i += 1) {
    const now = c.blows.filter(({ after }) => after === i);
    const hand = life.world.journal.batch?.members[0]?.id;
    for (const { what, node = hand } of now) if (node !== undefined) life.befall(what, node, i);
    life.expel(i);
    if (i === horizon) for (const { id } of life.world.cluster.nodes) life.befall("returns", id, i);
    const world = life.seen();
    const decision = decide(world);
    yield { world, truth: life.truth, decision, ill: life.ill || i < horizon, sitting };
    if (decision.do === "done") return;
    const cut = now.find(({ what }) => what === "cut");
    if (decision.do === "stop" || decision.do === "pause" || cut !== undefined) {
      if (i > horizon) sitting += 1;
      if (sitting > sittings) return;
      // The journal is as it was saved before the decision, or at least is; whatever was to be put back was written down.
      let journal = cut !== undefined && cut.after % 2 === 0 ? life.saved : life.world.journal;
      if (cut !== undefined && decision.do === "step")
        for (const { node, calls } of decision.acts)
          for (const call of calls.slice(0, cut.calls)) {
            if (call.at === "host" && life.silent(node)) break;
            if (call.at === "cloud" && call.machine !== "keep")
              journal = withUndo(journal, { what: "protection", node });
            life.host(node, call);
          }
      if (cut !== undefined && decision.do !== "step" && cut.calls > 0)
        life.world = { ...life.world, ...simulate(life.world.cluster, life.truth, decision) };
      // On every way out but a cut, all is put back.
      if (cut === undefined) journal = { ...journal, undo: journal.undo.filter(({ what }) => what !== "protection") };
      const limits = { ...life.world.limits, startedWith: journal.finished.length };
      life.world = { ...life.world, journal: resume(journal), limits, now: life.world.now + 60_000 };
      life.saved = life.world.journal;
      continue;
    }
    carryOut(
      life,
      decision,
      now.some(({ what }) => what === "answer-lost"),
    );
  }
  throw new Error("the roll does not end");
}

function carryOut(life: Life, decision: Decision, lost: boolean): void {
  const { world } = life;
  const waits = decision.do === "wait" ? 20_000 : 1000;
  if (decision.do !== "step") {
    life.world = {
      ...world,
      ...simulate(world.cluster, world.observed, decision),
      journal: advance(world.journal, decision, world.now),
      now: world.now + waits,
    };
    if (!["wait", "read", "bake", "finish"].includes(decision.do)) life.saved = life.world.journal;
    return;
  }
  let { journal } = world;
  const stepped = decision.acts.map((act): Stepped => {
    const answered = act.calls.every((call) => {
      if (call.at === "host" && life.silent(act.node)) return false;
      if (call.at === "cloud" && call.machine !== "keep")
        journal = withUndo(journal, { what: "protection", node: act.node });
      life.host(act.node, call);
      return true;
    });
    return { node: act.node, outcome: answered && !lost ? "done" : "no-answer", began: world.now, took: 1 };
  });
  if (journal !== world.journal) life.saved = journal;
  life.world = { ...life.world, journal: advance(journal, decision, world.now, stepped), now: world.now + waits };
}

export const actsOf = (decision: Decision): readonly StepAct[] => (decision.do === "step" ? decision.acts : []);
