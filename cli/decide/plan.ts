import { advance } from "./advance";
import { decide, type World } from "./decide";
import { needs, reasons, targetOf } from "./need";
import { groupOf } from "./next-node";
import { simulate } from "./simulate";

/** One node of a plan. */
export interface PlannedNode {
  readonly node: number;
  readonly pool: string;
  readonly zone: string;
  readonly group: string;
  readonly why: string;
  readonly from: { readonly version: string; readonly config: string };
  readonly to: { readonly version: string; readonly config: string };
  /** Names of the steps, in order; empty when only the label or the record is behind. */
  readonly steps: readonly string[];
}

/** What a roll would do, found by the same decisions over a world that obeys. */
export interface Plan {
  readonly format: 1;
  readonly cluster: string;
  readonly nodes: readonly PlannedNode[];
  /** Nodes of the roll that need nothing. */
  readonly skipped: readonly { readonly node: number; readonly why: string }[];
  /** Done once, after the last node. */
  readonly after: readonly string[];
  /** What stands in the way now; absent when the roll would go through. */
  readonly refused?: { readonly gate?: string; readonly node?: number; readonly reason: string };
}

/** Enough for the longest playbook over the largest cluster; a plan that needs more does not end. */
const bound = 100_000;

/** Fold the decisions of a roll over a simulated world. */
export function plan(start: World): Plan {
  let world: World = { ...start, playbook: impatient(start.playbook) };
  const nodes: PlannedNode[] = [];
  const after: string[] = [];
  const skipped = start.cluster.nodes
    .filter((n) => n.id in start.journal.targets && needs(start.cluster, start.observed, start.journal, n).length === 0)
    .map((n) => ({ node: n.id, why: `runs ${targetOf(start.journal, n.id).version}, as recorded` }));
  const base = { format: 1, cluster: start.cluster.name, nodes, skipped, after } as const;
  for (let i = 0; i < bound; i += 1) {
    const decision = decide(world);
    switch (decision.do) {
      case "done":
        return base;
      case "stop":
        return { ...base, refused: { ...pick(decision), reason: decision.reason } };
      case "wait":
        return {
          ...base,
          refused: { gate: decision.waiting.gate, ...pick(decision), reason: decision.waiting.reason },
        };
      case "after":
        after.push(decision.step);
        break;
      case "take":
        nodes.push(planned(world, decision.node, decision.from));
        break;
      case "step": {
        const last = nodes.at(-1);
        if (last !== undefined) nodes[nodes.length - 1] = { ...last, steps: [...last.steps, decision.step] };
        break;
      }
      case "read":
      case "label":
      case "record":
      case "finish":
        break;
    }
    world = {
      ...world,
      ...simulate(world.cluster, world.observed, decision),
      journal: advance(world.journal, decision, "done", world.now),
    };
  }
  throw new Error(`the plan of ${start.cluster.name} does not end`);
}

const pick = (d: { gate?: string; node?: number }): { gate?: string; node?: number } => ({
  ...(d.gate === undefined ? {} : { gate: d.gate }),
  ...(d.node === undefined ? {} : { node: d.node }),
});

/** In a world that obeys, the first good read is as good as the last. */
const impatient = (playbook: World["playbook"]): World["playbook"] => ({
  ...playbook,
  node: { ...playbook.node, until: { ...playbook.node.until, steady: 1 } },
});

function planned(world: World, id: number, from: PlannedNode["from"]): PlannedNode {
  const node = world.cluster.nodes.find((n) => n.id === id);
  if (node === undefined) throw new Error(`node ${id} is not in ${world.cluster.file}`);
  return {
    node: id,
    pool: node.pool,
    zone: node.zone,
    group: groupOf(world.cluster, world.observed, node),
    why: reasons(needs(world.cluster, world.observed, world.journal, node)),
    from,
    to: targetOf(world.journal, id),
    steps: [],
  };
}
