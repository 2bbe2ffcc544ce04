import { decide } from "../../cli/decide/decide";
import { plan, plannedNodes } from "../../cli/decide/plan";
import { brokersOf } from "../world/scale-cluster";
import { lookedAnew, scaleWorld } from "../world/scale-world";

/** What planning one world cost, in a process of its own. */
export interface Planned {
  /** Milliseconds of the plan of every node. */
  readonly plan: number;
  /** Milliseconds of deciding which brokers go next, each time on a look that is new. */
  readonly admissions: readonly number[];
  /** Peak resident memory of the process, the world in it, in units of 10⁶ bytes. */
  readonly megabytes: number;
}

const partitionsABroker = 200;
const admissions = 15;

function planOnce(brokers: number): Planned {
  const world = scaleWorld({
    brokers,
    partitions: brokers * partitionsABroker,
    placement: "rack-aware",
    maxParallel: Math.ceil(brokers / 10),
    seed: 1,
  });
  const began = performance.now();
  const planned = plan(lookedAnew(world));
  const took = performance.now() - began;
  if (planned.refused !== undefined || plannedNodes(planned).length !== world.cluster.nodes.length)
    throw new Error(`expected a plan of ${world.cluster.nodes.length} nodes; got ${JSON.stringify(planned.refused)}`);

  // The controllers are through, and so is the ramp: a whole batch is to be chosen.
  const ids = new Set(brokersOf(world.cluster).map(({ id }) => String(id)));
  const targets = Object.fromEntries(Object.entries(world.journal.targets).filter(([id]) => ids.has(id)));
  const times = Array.from({ length: admissions }, () => {
    const asked = lookedAnew({ ...world, journal: { ...world.journal, targets, batches: 2 } });
    const from = performance.now();
    const decision = decide(asked);
    const time = performance.now() - from;
    if (decision.do !== "take") throw new Error(`expected brokers to be taken; got ${JSON.stringify(decision)}`);
    return time;
  });
  return { plan: took, admissions: times, megabytes: process.resourceUsage().maxRSS / 1000 };
}

process.stdout.write(`${JSON.stringify(planOnce(Number(process.argv[2])))}\n`);
