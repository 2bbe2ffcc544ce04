import { changedKeys } from "../../spec/dynamic-keys";
import { isReachable } from "../facts/node-report";
import { partitionName } from "../facts/partition-name";
import type { Target } from "../facts/target";
import { forEachRoom, isAccepted, neverSpares } from "../gates/min-isr";
import { advance } from "./advance";
import { beforeGates, stepGates, untilGates } from "./asked";
import { decide, shutBefore } from "./decide";
import type { Decision, StepAct, Taken } from "./decision";
import { groupOf } from "./next-node";
import type { Playbook } from "./playbook";
import { simulate } from "./simulate";
import { needs, targetOf, workOf } from "./work";
import type { World } from "./world";

/** One changed key of a config. */
export interface PlannedKey {
  readonly key: string;
  readonly from?: string;
  readonly to?: string;
}

/** A partition and how far above its minimum it is. */
export interface NearPartition {
  readonly partition: string;
  readonly inSync: number;
  readonly minIsr: number;
}

/** One node of a plan. */
export interface PlannedNode {
  readonly node: number;
  readonly pool: string;
  readonly zone: string;
  readonly group: string;
  readonly why: string;
  /** `restart`, `live` (settings alone), `grow`, `resize`, `replace`, `create` (its machine), `record` (nothing runs otherwise). */
  readonly how: "restart" | "live" | "grow" | "resize" | "replace" | "create" | "record";
  readonly from: Target;
  readonly to: Target;
  /** Keys of the config that change. */
  readonly keys: readonly PlannedKey[];
  /** Names of the steps, in order; empty when only the label or the record is behind. */
  readonly steps: readonly string[];
  /** Partitions of this node nearest to min.insync.replicas when it is taken, at most five. */
  readonly nearest: readonly NearPartition[];
  /** Gates asked before its steps, in order. */
  readonly gates: readonly string[];
}

/** Nodes that are taken together. */
export interface PlannedBatch {
  readonly nodes: readonly PlannedNode[];
}

/** Why a roll would not go on. */
export interface Refusal {
  readonly gate?: string;
  readonly node?: number;
  readonly reason: string;
}

/** What a roll would do, found by the same decisions over a world that obeys. */
export interface Plan {
  readonly format: 2;
  readonly cluster: string;
  readonly batches: readonly PlannedBatch[];
  /** Nodes of the roll that need nothing. */
  readonly skipped: readonly { readonly node: number; readonly why: string }[];
  /** Gates asked before each batch, and after it. */
  readonly gates: { readonly before: readonly string[]; readonly until: readonly string[] };
  /** Done once, after the last node. */
  readonly after: readonly string[];
  /** Partitions with too few replicas to ever spare one, held by nodes that restart, and whether that was accepted. */
  readonly never: readonly { readonly partition: string; readonly accepted: boolean; readonly flag: string }[];
  /** Gates that are shut now: no node is taken until they are open or overridden, and the batches are what follows then. */
  readonly shut: readonly Refusal[];
  /** What stands in the way first; absent when the roll would go through. */
  readonly refused?: Refusal;
  /** Why it would end before the last node, e.g. `--pause-after`. */
  readonly paused?: string;
}

/** The nodes of a plan, in order. */
export const plannedNodes = (plan: Plan): PlannedNode[] => plan.batches.flatMap(({ nodes }) => nodes);

/** Enough for the longest playbook over the largest cluster; a plan that needs more does not end. */
const bound = 200_000;

/** Fold the decisions of a roll over a simulated world. */
export function plan(start: World): Plan {
  const shut = shutBefore(start).map(({ gate, verdict }) => ({ gate, reason: verdict.reason }));
  let world = opened(
    impatient(start),
    shut.map(({ gate }) => gate),
  );
  const batches: PlannedNode[][] = [];
  const after: string[] = [];
  const base = {
    format: 2,
    cluster: start.cluster.name,
    gates: { before: beforeGates(start.playbook), until: untilGates(start.playbook) },
    skipped: skippedOf(start),
    after,
    shut,
  } as const;
  const end = (more: Pick<Plan, "refused" | "paused"> = {}): Plan => {
    const nodes = batches.map((batch) => ({ nodes: batch }));
    const [first] = shut;
    const refused = first === undefined ? {} : { refused: first };
    return { ...base, batches: nodes, never: neverOf(start, batches.flat()), ...more, ...refused };
  };
  for (let i = 0; i < bound; i += 1) {
    const decision = decide(world);
    switch (decision.do) {
      case "done":
        return end();
      case "pause":
        return end({ paused: decision.reason });
      case "stop":
        return end({ refused: { ...pick(decision), reason: decision.reason } });
      case "wait":
        return end({ refused: { ...pick(decision.waiting), reason: decision.waiting.reason } });
      case "after":
        after.push(decision.step);
        break;
      case "take":
        batches.push(decision.nodes.map((taken) => planned(world, taken)));
        break;
      case "step":
        for (const act of decision.acts) note(batches.at(-1) ?? [], act, start.playbook);
        break;
      case "read":
      case "put-back":
      case "label":
      case "record":
      case "bake":
      case "finish":
        break;
    }
    world = next(world, decision, true);
  }
  throw new Error(`the plan of ${start.cluster.name} does not end`);
}

/**
 * The world after a decision that went well.
 *
 * @param consume the world before is of no more use
 */
export function next(world: World, decision: Decision, consume = false): World {
  return {
    ...world,
    ...simulate(world.cluster, world.observed, decision, consume),
    journal: advance(world.journal, decision, world.now),
  };
}

const pick = (d: { gate?: string; node?: number }): { gate?: string; node?: number } => ({
  ...(d.gate === undefined ? {} : { gate: d.gate }),
  ...(d.node === undefined ? {} : { node: d.node }),
});

/** In a world that obeys, and in which no time passes, the first good read is as good as the last. */
function impatient(world: World): World {
  const { playbook, limits } = world;
  const { bake: _bake, deadline: _deadline, ...rest } = limits;
  const until = { ...playbook.node.until, steady: 1 };
  return { ...world, limits: rest, playbook: { ...playbook, node: { ...playbook.node, until } } };
}

/** What follows once these gates are open. */
const opened = (world: World, gates: readonly string[]): World => ({
  ...world,
  journal: {
    ...world.journal,
    overrides: { ...world.journal.overrides, ...Object.fromEntries(gates.map((gate) => [gate, ""])) },
  },
});

const skippedOf = ({ cluster, observed, journal }: World): Plan["skipped"] =>
  cluster.nodes
    .filter((n) => n.id in journal.targets && needs(cluster, observed, journal, n).length === 0)
    .map((n) => ({ node: n.id, why: `runs ${targetOf(journal, n.id).version}, as recorded` }));

function planned(world: World, { node: id, why, from }: Taken): PlannedNode {
  const { cluster, observed, journal } = world;
  const node = cluster.nodes.find((n) => n.id === id);
  if (node === undefined) throw new Error(`node ${id} is not in ${cluster.file}`);
  const work = workOf(cluster, observed, journal, node);
  const to = targetOf(journal, id);
  const report = observed.nodes[id];
  const runs = report !== undefined && isReachable(report) ? report.running?.config : undefined;
  const how =
    work.machine !== "keep"
      ? work.machine
      : work.restart
        ? "restart"
        : work.live !== undefined
          ? "live"
          : work.grow
            ? "grow"
            : "record";
  return {
    node: id,
    pool: node.pool,
    zone: node.zone,
    group: groupOf(cluster, observed, node),
    why,
    how,
    from,
    to,
    keys: keysOf(observed.configs[runs ?? from.config], observed.configs[to.config]),
    steps: [],
    nearest: how === "restart" || how === "resize" || how === "replace" ? nearest(world, id) : [],
    gates: [],
  };
}

const keysOf = (before: string | undefined, after: string | undefined): readonly PlannedKey[] =>
  before === undefined || after === undefined || before === after ? [] : changedKeys(before, after);

/** The five that would lose most by this node, fewest spare replicas first. */
function nearest({ observed }: World, id: number): NearPartition[] {
  const { kafka } = observed;
  if (!isReachable(kafka)) return [];
  const least: { place: number; room: number }[] = [];
  forEachRoom({ observed }, id, (place, room) => {
    const last = least[4];
    if (last !== undefined && room >= last.room) return;
    const at = least.findIndex((other) => room < other.room);
    least.splice(at < 0 ? least.length : at, 0, { place, room });
    least.length = Math.min(least.length, 5);
  });
  return least.flatMap(({ place, room }) => {
    const p = kafka.partitions[place];
    return p === undefined ? [] : [{ partition: partitionName(p), inSync: room + p.minIsr, minIsr: p.minIsr }];
  });
}

/** A step of a planned node, and the gates that it asks. */
function note(batch: PlannedNode[], act: StepAct, playbook: Playbook): void {
  const at = batch.findIndex((one) => one.node === act.node);
  const node = batch[at];
  if (node === undefined) return;
  const gates = stepGates(playbook.node.steps[act.index]);
  batch[at] = { ...node, steps: [...node.steps, act.step], gates: [...new Set([...node.gates, ...gates])] };
}

/** Partitions that no waiting helps: on nodes whose process stops or is changed. */
function neverOf({ observed: { kafka }, cluster, journal }: World, nodes: readonly PlannedNode[]): Plan["never"] {
  if (!isReachable(kafka)) return [];
  const ids = cluster.nodes.map((n) => n.id).filter((id) => id in journal.targets);
  const touched = nodes.filter(({ how }) => how !== "grow" && how !== "record").map(({ node }) => node);
  const stops = new Set(nodes.length === 0 ? ids : touched);
  return kafka.partitions
    .filter((p) => neverSpares(p) && p.replicas.some((id) => stops.has(id)))
    .map((p) => {
      const partition = partitionName(p);
      return { partition, accepted: isAccepted(p, journal.accepted), flag: `--accept ${partition}=REASON` };
    });
}
