import type { Node } from "../../spec/cluster";
import { isReachable } from "../facts/node-report";
import { recordedTarget } from "../facts/target";
import { underReplicated } from "../facts/under-replicated";
import { batchWith, isPlainBroker, rampSize } from "./admit";
import { firstShut, type Shut, shutGates } from "./ask";
import { asked, beforeGates } from "./asked";
import type { Decision, Stop } from "./decision";
import { decideInHand } from "./in-hand";
import { waitingNodes } from "./next-node";
import { putBack } from "./put-back";
import { waitFor } from "./wait-for";
import { isIdle, needs, reasons, workOf } from "./work";
import type { World } from "./world";

/** How often a node is taken that is not what it should be afterwards. */
const tries = 3;

/** What to do next. Same world, same decision. */
export function decide(world: World): Decision {
  const { journal } = world;
  // The nodes in hand are finished first, to the target they were pinned to: they may be down.
  if (journal.batch !== undefined) return decideInHand(world, journal.batch);
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

/** Gates that are shut before the next batch; none where no node waits for one. */
export function shutBefore(world: World): readonly Shut[] {
  const { cluster, observed, journal, playbook } = world;
  if (journal.batch !== undefined || waitingNodes(cluster, observed, playbook, journal).length === 0) return [];
  return [...shutGates(beforeGates(playbook), asked(world), journal.overrides)];
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
  return waitFor(world, shut, world.journal.waiting);
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
