import { advance } from "../../cli/decide/advance";
import { decide } from "../../cli/decide/decide";
import { simulate } from "../../cli/decide/simulate";
import type { World } from "../../cli/decide/world";

/** A roll that was carried out on a world that obeys. */
export interface Folded {
  /** Brokers of each batch, in order; controllers go one at a time and are not in it. */
  readonly batches: readonly (readonly number[])[];
  /** Decisions in all. */
  readonly decisions: number;
}

/** Enough for any roll of these benches; one that needs more does not end. */
const bound = 100_000;

/**
 * Fold the decisions of a roll over a world that obeys, as `plan` does. Time stands still: a look never grows old.
 *
 * @throws Error when the roll waits or stops: a world that is all well gives it no reason to
 */
export function foldRoll(start: World): Folded {
  let world = start;
  const batches: number[][] = [];
  for (let i = 0; i < bound; i += 1) {
    const decision = decide(world);
    if (decision.do === "done") return { batches, decisions: i };
    if (decision.do === "stop" || decision.do === "wait" || decision.do === "pause")
      throw new Error(`the roll does not go through: ${JSON.stringify(decision)}`);
    if (decision.do === "take" && decision.ramp) batches.push(decision.nodes.map(({ node }) => node));
    world = {
      ...world,
      ...simulate(world.cluster, world.observed, decision),
      journal: advance(world.journal, decision, world.now),
    };
  }
  throw new Error("the roll does not end");
}
