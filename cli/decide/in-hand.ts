import type { Node } from "../../spec/cluster";
import { recordedTarget } from "../facts/target";
import { firstShut, type Shut } from "./ask";
import { asked, untilGates } from "./asked";
import type { Decision, StepAct } from "./decision";
import type { Batch } from "./journal";
import { nextStep } from "./next-step";
import { putBack } from "./put-back";
import { waitFor } from "./wait-for";
import { targetOf, unlabelled, unrecorded } from "./work";
import type { World } from "./world";

/** What to do next with the nodes in hand: their steps, good reads of the whole cluster, label, record, bake, finish. */
export function decideInHand(world: World, batch: Batch): Decision {
  const nodes: Node[] = [];
  for (const { id } of batch.members) {
    const node = world.cluster.nodes.find((n) => n.id === id);
    if (node === undefined) {
      const reason = `node ${id} is in hand but no longer in ${world.cluster.file}`;
      return { do: "stop", code: 3, node: id, reason };
    }
    nodes.push(node);
  }
  return putBack(world) ?? steps(world, batch, nodes) ?? until(world, batch, nodes);
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
  return shut === undefined ? undefined : waitFor(world, shut, batch.waiting);
}

/** After the last step: good reads of the whole cluster, what was changed put back, label, record, bake, finish. */
function until(world: World, batch: Batch, nodes: readonly Node[]): Decision {
  const { cluster, observed, journal, playbook, limits, now } = world;
  const { steady } = playbook.node.until;
  const ids = nodes.map((n) => n.id);
  if (batch.good < steady) {
    const shut = firstShutOf(world, batch, nodes);
    if (shut !== undefined) return waitFor(world, shut, batch.waiting);
    return { do: "read", nodes: ids, good: batch.good + 1, of: steady };
  }
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
