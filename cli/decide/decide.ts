import type { Cluster, Node } from "../../spec/cluster";
import { isCaughtUp } from "../facts/caught-up";
import { isReachable, type NodeReport } from "../facts/node-report";
import type { Observed } from "../facts/observed";
import { recordedTarget, type Target } from "../facts/target";
import { underReplicated } from "../facts/under-replicated";
import { alwaysAsked } from "../gates";
import type { Baseline } from "../gates/gate";
import { stepNamed } from "../steps";
import type { Call } from "../steps/step";
import { batchWith, isPlainBroker, rampSize } from "./admit";
import { firstShut, type Shut, shutGates } from "./ask";
import type { Batch, Journal, Member, Undo, Waiting } from "./journal";
import { waitingNodes } from "./next-node";
import type { AfterStep, Playbook } from "./playbook";
import { carryOn, type Patience, whyOver } from "./wait";
import { isIdle, needs, reasons, targetOf, unlabelled, unrecorded, workOf } from "./work";

/** How far this sitting may go. */
export interface Limits {
  /** Brokers at a time, at most. */
  readonly maxParallel: number;
  /** Nodes after which it pauses. */
  readonly pauseAfter?: number;
  /** Nodes that were finished when it began. */
  readonly startedWith: number;
  /** Milliseconds since the epoch from which no further node is taken. */
  readonly deadline?: number;
  /** Milliseconds for which all gates must hold after a batch. */
  readonly bake?: number;
}

/** All that a decision is made from. Time is a value. */
export interface World {
  readonly cluster: Cluster;
  readonly observed: Observed;
  readonly playbook: Playbook;
  readonly journal: Journal;
  readonly limits: Limits;
  /** What the top of the cluster file asks for now; a roll is pinned to what it asked for when the roll began. */
  readonly top: Readonly<Record<string, string>>;
  /** SHA-256 of each version's artefact. */
  readonly checksums: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A node that is taken. */
export interface Taken {
  readonly node: number;
  readonly why: string;
  readonly from: Target;
}

/** One step of one node. */
export interface StepAct {
  readonly node: number;
  readonly step: string;
  /** Of the playbook's step. */
  readonly index: number;
  readonly calls: readonly Call[];
}

export interface Stop {
  readonly do: "stop";
  readonly code: 1 | 3;
  readonly gate?: string;
  readonly node?: number;
  readonly reason: string;
}

/** What to do next. */
export type Decision =
  | {
      readonly do: "take";
      readonly nodes: readonly Taken[];
      readonly baseline: Baseline;
      /** Whether the next batch may be larger once this one is through. */
      readonly ramp: boolean;
    }
  /** All at once, each on its own node. */
  | { readonly do: "step"; readonly acts: readonly StepAct[] }
  | { readonly do: "read"; readonly nodes: readonly number[]; readonly good: number; readonly of: number }
  | { readonly do: "put-back"; readonly undo: Undo }
  | { readonly do: "label"; readonly node: number; readonly target: Target }
  | { readonly do: "record"; readonly node: number; readonly from: Target; readonly to: Target }
  | { readonly do: "bake"; readonly nodes: readonly number[]; readonly until: number }
  | { readonly do: "finish"; readonly nodes: readonly number[] }
  | { readonly do: "after"; readonly step: AfterStep }
  | { readonly do: "wait"; readonly waiting: Waiting }
  | { readonly do: "pause"; readonly reason: string }
  | Stop
  | { readonly do: "done" };

/** How often a step is begun again when its answer did not come, and a node taken that is not what it should be. */
const tries = 3;

/** What to do next. Same world, same decision. */
export function decide(world: World): Decision {
  const { journal } = world;
  // The nodes in hand are finished first, to the target they were pinned to: they may be down.
  if (journal.batch !== undefined) return goOn(world, journal.batch);
  const left = putBack(world);
  if (left !== undefined) return left;
  const changed = changedTop(world);
  if (changed !== undefined) return { do: "stop", code: 3, reason: changed };

  const [next, ...others] = waitingNodes(world.cluster, world.observed, world.playbook, journal);
  if (next === undefined) {
    const step = world.playbook.after.find((name) => !journal.after.includes(name));
    return step === undefined ? { do: "done" } : { do: "after", step };
  }
  const paused = whyPause(world);
  if (paused !== undefined) return { do: "pause", reason: paused };
  const shut = firstShut(beforeGates(world.playbook), asked(world), journal.overrides);
  if (shut !== undefined) return notYet(world, shut);
  const refused = whyNotTaken(world, next);
  if (refused !== undefined) return refused;
  return take(world, batchWith(world, next, others, sizeOf(world)));
}

/** Gates that are asked before a batch is taken. */
export const beforeGates = (playbook: Playbook): readonly string[] => [
  ...new Set([...alwaysAsked("before"), ...playbook.before]),
];

/** Gates that are asked after the last step of a batch. */
export const untilGates = (playbook: Playbook): readonly string[] => [
  ...new Set([...alwaysAsked("until"), ...playbook.node.until.gates]),
];

/** Gates that are shut before the next batch; none where no node waits for one. */
export function shutBefore(world: World): readonly Shut[] {
  const { cluster, observed, journal, playbook } = world;
  if (journal.batch !== undefined || waitingNodes(cluster, observed, playbook, journal).length === 0) return [];
  return [...shutGates(beforeGates(playbook), asked(world), journal.overrides)];
}

/** What every gate may look at. */
const asked = ({ cluster, observed, journal, now }: World) => ({
  cluster,
  observed,
  now,
  accepted: journal.accepted,
  givenUp: Object.keys(journal.replace ?? {}).map(Number),
});

function changedTop({ journal, top, cluster }: World): string | undefined {
  const keys = [...new Set([...Object.keys(journal.top), ...Object.keys(top)])];
  const changed = keys.filter((key) => journal.top[key] !== top[key]);
  if (changed.length === 0) return undefined;
  const values = changed
    .map((k) => `${k}: pinned ${journal.top[k] ?? "nothing"}, now ${top[k] ?? "nothing"}`)
    .join("; ");
  return `${cluster.file} changed under the roll: ${values}; put it back to go on, or take the new target with --retarget`;
}

function whyPause({ journal, limits, now }: World): string | undefined {
  const done = journal.finished.length - limits.startedWith;
  if (limits.pauseAfter !== undefined && done >= limits.pauseAfter)
    return `paused after ${done} as asked; run it again to go on`;
  if (limits.deadline !== undefined && now >= limits.deadline) return "its time is up; run it again to go on";
  return undefined;
}

function sizeOf({ journal, limits }: World): number {
  const left =
    limits.pauseAfter === undefined
      ? limits.maxParallel
      : limits.pauseAfter - (journal.finished.length - limits.startedWith);
  return Math.min(rampSize(journal.batches, limits.maxParallel), left);
}

/** Before the first node a shut gate refuses the roll; between nodes it is waited for. */
function notYet(world: World, shut: Shut): Decision {
  const begun = world.journal.finished.length > 0 || world.journal.waiting !== undefined;
  if (!begun) return { do: "stop", code: 3, gate: shut.gate, reason: shut.verdict.reason };
  return wait(world, shut, world.journal.waiting);
}

function whyNotTaken(world: World, node: Node): Stop | undefined {
  const { cluster, observed, journal } = world;
  const report = observed.nodes[node.id];
  // A playbook that never starts the process would take it for ever.
  if (journal.finished.filter(({ id }) => id === node.id).length >= tries) {
    const why = reasons(needs(cluster, observed, journal, node));
    const reason = `node ${node.id} was taken ${tries} times by this roll, and still needs ${why}`;
    return { do: "stop", code: 1, node: node.id, reason };
  }
  if (report === undefined || !isReachable(report)) return undefined;
  if (journal.finished.some(({ id }) => id === node.id) && isIdle(workOf(cluster, observed, journal, node))) {
    const why = reasons(needs(cluster, observed, journal, node));
    const reason = `node ${node.id} was labelled and recorded by this roll, and is not: ${why}`;
    return { do: "stop", code: 1, node: node.id, reason };
  }
  // Whatever a playbook says: a roll installs and starts, it never makes up for a disk that is lost or another's.
  if (journal.replace?.[node.id] !== undefined) return undefined;
  const strange = firstShut(["disk-formed"], { ...asked(world), node }, journal.overrides);
  return strange === undefined
    ? undefined
    : { do: "stop", code: 3, gate: strange.gate, node: node.id, reason: strange.verdict.reason };
}

function take(world: World, nodes: readonly Node[]): Decision {
  const { cluster, observed, journal } = world;
  return {
    do: "take",
    nodes: nodes.map((node) => ({
      node: node.id,
      why: reasons(needs(cluster, observed, journal, node)),
      from: recordedTarget(cluster, node.id),
    })),
    baseline: { underReplicated: isReachable(observed.kafka) ? underReplicated(observed.kafka) : [] },
    // Controllers go one at a time anyhow: brokers alone, which can do each other harm, count for the ramp.
    ramp: nodes.every((node) => isPlainBroker(cluster, node)),
  };
}

function goOn(world: World, batch: Batch): Decision {
  const nodes: Node[] = [];
  for (const { id } of batch.members) {
    const node = world.cluster.nodes.find((n) => n.id === id);
    if (node === undefined) {
      const reason = `node ${id} is in hand but no longer in ${world.cluster.file}`;
      return { do: "stop", code: 3, node: id, reason };
    }
    nodes.push(node);
  }
  const urgent = world.journal.undo.find((undo) => undo.what === "protection");
  if (urgent !== undefined) return { do: "put-back", undo: urgent };
  return steps(world, batch, nodes) ?? until(world, batch, nodes);
}

/** What is due on each node of a batch, as far as its gates are open; undefined once nothing is. */
function steps(world: World, batch: Batch, nodes: readonly Node[]): Decision | undefined {
  const acts: StepAct[] = [];
  const stopping: number[] = [];
  let shut: Shut | undefined;
  for (const [i, node] of nodes.entries()) {
    const member = batch.members[i];
    if (member === undefined) continue;
    const next = nextStep(world, batch, member, node, stopping);
    if (next === undefined) continue;
    if ("do" in next) return next;
    if ("verdict" in next) {
      shut ??= next;
      continue;
    }
    if (next.step === "stop") stopping.push(node.id);
    acts.push(next);
  }
  if (acts.length > 0) return { do: "step", acts };
  return shut === undefined ? undefined : wait(world, shut, batch.waiting);
}

/** A process lives, or is on its way up or down; of a node that does not answer, what Kafka knows of it counts. */
function mayServe({ kafka }: Observed, node: number, report: NodeReport | undefined): boolean {
  if (report !== undefined) return report.running !== null || !["inactive", "failed"].includes(report.service.state);
  if (!isReachable(kafka)) return true;
  const voter = kafka.quorum.voters.find(({ id }) => id === node);
  return kafka.brokers.includes(node) || (voter !== undefined && isCaughtUp(kafka.quorum, voter));
}

function nextStep(
  world: World,
  batch: Batch,
  member: Member,
  node: Node,
  also: readonly number[],
): StepAct | Shut | Stop | undefined {
  const { cluster, observed, journal, playbook } = world;
  const answer = observed.nodes[node.id];
  const report = answer !== undefined && isReachable(answer) ? answer : undefined;
  const work = workOf(cluster, observed, journal, node);
  if (report === undefined && work.machine === "keep" && work.deadVoter === undefined) {
    const why = answer !== undefined && !isReachable(answer) ? answer.unreachable : "not asked";
    const reason = `node ${node.id} does not answer: ${why}`;
    return { gate: "node-answers", node: node.id, verdict: { ok: false, reason, left: 1 } };
  }
  const index = playbook.node.steps.findIndex((use, i) => i >= member.step && stepNamed(use.name).due(work, report));
  const use = playbook.node.steps[index];
  if (use === undefined) return undefined;
  const step = stepNamed(use.name);
  const target = targetOf(journal, node.id);
  if (mayServe(observed, node.id, report) || step.alsoWhenDown === true) {
    const names = [...step.gates.map((g) => g.name), ...use.gates];
    const shut = firstShut(names, { ...asked(world), node, also, target, baseline: batch.baseline }, journal.overrides);
    if (shut !== undefined) return shut;
  }
  if (index === member.step && member.tries >= tries) {
    const reason = `${use.name} was begun ${member.tries} times on node ${node.id} and gave no answer`;
    return { do: "stop", code: 1, node: node.id, reason };
  }
  const checksum = world.checksums[target.version];
  if (checksum === undefined) throw new Error(`no checksum of ${target.version}`);
  const calls = step.calls({
    cluster,
    node,
    target,
    work,
    checksum,
    within: use.within ?? step.within,
    ...(report === undefined ? {} : { report }),
    ...(use.argv === undefined ? {} : { argv: use.argv }),
  });
  return { node: node.id, step: use.name, index, calls };
}

/** After the last step: good reads of the whole cluster, what was changed put back, label, record, bake, finish. */
function until(world: World, batch: Batch, nodes: readonly Node[]): Decision {
  const { cluster, observed, journal, playbook, limits, now } = world;
  const { steady } = playbook.node.until;
  const ids = nodes.map((n) => n.id);
  if (batch.good < steady) {
    const shut = firstShutOf(world, batch, nodes);
    if (shut !== undefined) return wait(world, shut, batch.waiting);
    return { do: "read", nodes: ids, good: batch.good + 1, of: steady };
  }
  const left = putBack(world);
  if (left !== undefined) return left;
  for (const node of nodes) {
    const target = targetOf(journal, node.id);
    if (unlabelled(observed, journal, node).length > 0) return { do: "label", node: node.id, target };
    if (unrecorded(cluster, journal, node).length > 0)
      return { do: "record", node: node.id, from: recordedTarget(cluster, node.id), to: target };
  }
  const baked = (batch.wellAt ?? now) + (limits.bake ?? 0);
  if (now >= baked) return { do: "finish", nodes: ids };
  const shut = firstShutOf(world, batch, nodes);
  if (shut === undefined) return { do: "bake", nodes: ids, until: baked };
  const spent = Math.round((now - (batch.wellAt ?? now)) / 1000);
  const reason = `did not hold through the bake, shut after ${spent} s: ${shut.verdict.reason}`;
  return { do: "stop", code: 3, gate: shut.gate, ...(shut.node === undefined ? {} : { node: shut.node }), reason };
}

function firstShutOf(world: World, batch: Batch, nodes: readonly Node[]): Shut | undefined {
  for (const node of nodes) {
    const target = targetOf(world.journal, node.id);
    const input = { ...asked(world), node, target, baseline: batch.baseline };
    const shut = firstShut(untilGates(world.playbook), input, world.journal.overrides);
    if (shut !== undefined) return shut;
  }
  return undefined;
}

/** The newest setting that is to be put back now; what a hook began is ended by its own on the way out. */
function putBack({ journal }: World): Decision | undefined {
  const undo = journal.undo.findLast(({ what }) => what === "protection");
  return undo === undefined ? undefined : { do: "put-back", undo };
}

function wait(world: World, shut: Shut, before: Waiting | undefined): Decision {
  const at = shut.node === undefined ? {} : { node: shut.node };
  if (shut.verdict.never === true) return { do: "stop", code: 3, gate: shut.gate, reason: shut.verdict.reason, ...at };
  const waiting = carryOn(before, shut, world.now);
  const patience: Patience = world.playbook.node.until;
  const over = whyOver(waiting, world.now, patience);
  if (over !== undefined)
    return { do: "stop", code: 3, gate: shut.gate, reason: `${shut.verdict.reason}; ${over}`, ...at };
  return { do: "wait", waiting };
}
