import type { Decision } from "./decision";
import { type Plan, plannedNodes } from "./plan";

/**
 * In what a decision departs from the plan that was shown, or undefined.
 *
 * @param taken nodes that were taken before in this sitting
 */
export function departure(plan: Plan, taken: readonly number[], decision: Decision): string | undefined {
  if (decision.do === "done") {
    const left = plannedNodes(plan).flatMap(({ node }) => (taken.includes(node) ? [] : [node]));
    return left.length === 0 ? undefined : `${named(left)} not taken, and in the plan: nothing was left to do`;
  }
  if (decision.do !== "take") return undefined;
  const ids = decision.nodes.map((n) => n.node);
  const unforeseen = decision.nodes.find(({ node }) => !plannedNodes(plan).some((planned) => planned.node === node));
  if (unforeseen !== undefined) return `node ${unforeseen.node} is taken, and was not in the plan: ${unforeseen.why}`;
  const expected = plan.batches
    .map(({ nodes }) => nodes.map((n) => n.node))
    .find((batch) => !batch.some((id) => taken.includes(id)));
  if (expected === undefined || expected.join() === ids.join()) return undefined;
  return `${named(ids)} taken where the plan had ${named(expected)}`;
}

const named = (ids: readonly number[]): string => `${ids.length === 1 ? "node" : "nodes"} ${ids.join(", ")}`;
