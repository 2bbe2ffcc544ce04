import type { Cluster, Node } from "../../spec/cluster";
import type { NodeReport } from "../facts/node-report";
import { isReachable } from "../facts/node-report";
import type { Observed } from "../facts/observed";
import type { Target } from "../facts/target";
import { underReplicated } from "../facts/under-replicated";
import type { Baseline } from "../gates/gate";
import { stepNamed } from "../steps";
import type { HostCall } from "../steps/step";
import { firstShut, type Shut } from "./ask";
import type { InHand, Journal, Waiting } from "./journal";
import { needs, reasons, targetOf, toDo, unlabelled, unrecorded } from "./need";
import { waitingNodes } from "./next-node";
import type { AfterStep, Playbook } from "./playbook";
import { carryOn, type Patience, whyOver } from "./wait";

/** All that a decision is made from. Time is a value. */
export interface World {
  readonly cluster: Cluster;
  readonly observed: Observed;
  readonly playbook: Playbook;
  readonly journal: Journal;
  /** What the top of the cluster file asks for now; a roll is pinned to what it asked for when the roll began. */
  readonly top: Readonly<Record<string, string>>;
  /** SHA-256 of each version's artefact. */
  readonly checksums: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** One thing to do next. */
export type Decision =
  | {
      readonly do: "take";
      readonly node: number;
      readonly why: string;
      readonly from: Target;
      readonly baseline: Baseline;
    }
  | {
      readonly do: "step";
      readonly node: number;
      readonly step: string;
      readonly index: number;
      readonly call: HostCall;
    }
  | { readonly do: "read"; readonly node: number; readonly good: number; readonly of: number }
  | { readonly do: "label"; readonly node: number; readonly target: Target }
  | { readonly do: "record"; readonly node: number; readonly from: Target; readonly to: Target }
  | { readonly do: "finish"; readonly node: number }
  | { readonly do: "after"; readonly step: AfterStep }
  | { readonly do: "wait"; readonly node?: number; readonly waiting: Waiting }
  | {
      readonly do: "stop";
      readonly code: 1 | 3;
      readonly gate?: string;
      readonly node?: number;
      readonly reason: string;
    }
  | { readonly do: "done" };

/** How often a step is begun again when its answer did not come. */
const tries = 3;

/** Asked after the last step of every node, whatever the playbook says. */
export const afterwards = [
  "runs-what-it-should",
  "voter-caught-up",
  "in-every-isr",
  "nothing-newly-under-replicated",
] as const;

/** What to do next. Same world, same decision. */
export function decide(world: World): Decision {
  // The node in hand is finished first, to the target it was pinned to: it may be down.
  if (world.journal.inHand !== undefined) return goOn(world, world.journal.inHand);
  const changed = changedTop(world);
  if (changed !== undefined) return { do: "stop", code: 3, reason: changed };

  const [next] = waitingNodes(world.cluster, world.observed, world.playbook, world.journal);
  if (next === undefined) {
    const step = world.playbook.after.find((name) => !world.journal.after.includes(name));
    return step === undefined ? { do: "done" } : { do: "after", step };
  }
  const shut = firstShut(["kafka-answers", ...world.playbook.before], world, world.journal.overrides);
  if (shut !== undefined) return notYet(world, shut);
  const again = world.journal.finished.some(({ id }) => id === next.id);
  const report = world.observed.nodes[next.id];
  if (again && report !== undefined && isReachable(report) && toDo(world.journal, report, next).length === 0) {
    const why = reasons(needs(world.cluster, world.observed, world.journal, next));
    return {
      do: "stop",
      code: 1,
      node: next.id,
      reason: `node ${next.id} was labelled and recorded by this roll, and is not: ${why}`,
    };
  }
  // Whatever a playbook says: a roll installs and starts, it never makes up for a disk that is lost or another's.
  const strange = firstShut(["disk-formed"], { ...world, node: next }, world.journal.overrides);
  if (strange !== undefined && isReachable(world.observed.nodes[next.id] ?? { unreachable: "" }))
    return { do: "stop", code: 3, gate: strange.gate, node: next.id, reason: strange.verdict.reason };
  return take(world, next);
}

function changedTop({ journal, top, cluster }: World): string | undefined {
  const keys = [...new Set([...Object.keys(journal.top), ...Object.keys(top)])];
  const changed = keys.filter((key) => journal.top[key] !== top[key]);
  if (changed.length === 0) return undefined;
  const values = changed
    .map((k) => `${k}: pinned ${journal.top[k] ?? "nothing"}, now ${top[k] ?? "nothing"}`)
    .join("; ");
  return `${cluster.file} changed under the roll: ${values}; put it back to go on, or take the new target with --retarget`;
}

/** Before the first node a shut gate refuses the roll; between nodes it is waited for. */
function notYet(world: World, shut: Shut): Decision {
  const begun = world.journal.finished.length > 0 || world.journal.waiting !== undefined;
  if (!begun) return { do: "stop", code: 3, gate: shut.gate, reason: shut.verdict.reason };
  return wait(world, shut, world.journal.waiting);
}

function take(world: World, node: Node): Decision {
  const { cluster, observed, journal } = world;
  const record = cluster.recorded.nodes[node.id];
  if (record === undefined) throw new Error(`node ${node.id} has no record`);
  return {
    do: "take",
    node: node.id,
    why: reasons(needs(cluster, observed, journal, node)),
    from: { version: record.version, config: record.config },
    baseline: { underReplicated: isReachable(observed.kafka) ? underReplicated(observed.kafka) : [] },
  };
}

function goOn(world: World, hand: InHand): Decision {
  const { cluster, observed, journal, playbook } = world;
  const node = cluster.nodes.find((n) => n.id === hand.id);
  if (node === undefined)
    return {
      do: "stop",
      code: 3,
      node: hand.id,
      reason: `node ${hand.id} is in hand but no longer in ${cluster.file}`,
    };
  const report = observed.nodes[node.id];
  if (report === undefined || !isReachable(report)) {
    const reason = `node ${node.id} does not answer: ${report?.unreachable ?? "not asked"}`;
    return wait(world, { gate: "node-answers", verdict: { ok: false, reason, left: 1 } }, hand.waiting, node.id);
  }
  const outstanding = toDo(journal, report, node).length > 0;
  if (outstanding && hand.step < playbook.node.steps.length) return nextStep(world, hand, node, report);
  return until(world, hand, node);
}

/** A process lives, or is on its way up or down. */
const serves = (report: NodeReport): boolean =>
  report.running !== null || !["inactive", "failed"].includes(report.service.state);

function nextStep(world: World, hand: InHand, node: Node, report: NodeReport): Decision {
  const use = world.playbook.node.steps[hand.step];
  if (use === undefined) throw new Error(`the playbook has no step ${hand.step}`);
  const target = targetOf(world.journal, node.id);
  const step = stepNamed(use.name);
  // A node that is down already cannot be taken out of any quorum or ISR by a step: starting it is the way back.
  if (serves(report)) {
    const names = [...step.gates.map((g) => g.name), ...use.gates];
    const shut = firstShut(names, { ...world, node, target, baseline: hand.baseline }, world.journal.overrides);
    if (shut !== undefined) return wait(world, shut, hand.waiting, node.id);
  }
  if (hand.tries >= tries)
    return {
      do: "stop",
      code: 1,
      node: node.id,
      reason: `${use.name} was begun ${hand.tries} times on node ${node.id} and gave no answer`,
    };
  const checksum = world.checksums[target.version];
  if (checksum === undefined) throw new Error(`no checksum of ${target.version}`);
  return {
    do: "step",
    node: node.id,
    step: use.name,
    index: hand.step,
    call: step.call({ target, checksum, ...(use.within === undefined ? {} : { within: use.within }) }),
  };
}

function until(world: World, hand: InHand, node: Node): Decision {
  const { cluster, observed, journal, playbook } = world;
  const target = targetOf(journal, node.id);
  const { steady, gates } = playbook.node.until;
  if (hand.good < steady) {
    const names = [...new Set([...afterwards, ...gates])];
    const shut = firstShut(names, { ...world, node, target, baseline: hand.baseline }, journal.overrides);
    if (shut !== undefined) return wait(world, shut, hand.waiting, node.id);
    return { do: "read", node: node.id, good: hand.good + 1, of: steady };
  }
  if (unlabelled(observed, journal, node).length > 0) return { do: "label", node: node.id, target };
  if (unrecorded(cluster, journal, node).length > 0)
    return { do: "record", node: node.id, from: hand.from, to: target };
  return { do: "finish", node: node.id };
}

function wait(world: World, shut: Shut, before: Waiting | undefined, node?: number): Decision {
  const at = node === undefined ? {} : { node };
  if (shut.verdict.never === true) return { do: "stop", code: 3, gate: shut.gate, reason: shut.verdict.reason, ...at };
  const waiting = carryOn(before, shut, world.now);
  const patience: Patience = world.playbook.node.until;
  const over = whyOver(waiting, world.now, patience);
  if (over !== undefined)
    return { do: "stop", code: 3, gate: shut.gate, reason: `${shut.verdict.reason}; ${over}`, ...at };
  return { do: "wait", waiting, ...at };
}
