import type { Colors } from "picocolors/types";
import { type Plan, plannedNodes, type Refusal } from "../decide/plan";
import { counted } from "../facts/counted";
import { changedKeys, gatesOf, nearestOf, neverOf, skippedOf, stepsOf } from "./plan-notes";
import { planRows } from "./plan-rows";
import { beside } from "./wrap";

/**
 * A plan as an operator reads it: its batches in order, what changes, which gates will be asked, what stands in the way.
 *
 * @param columns lines that are lists are wrapped there
 */
export function renderPlan(plan: Plan, paint: Colors, columns = 100): string {
  const some = plannedNodes(plan).length > 0;
  const dim = (lines: readonly string[]): string[] => lines.map((line) => paint.dim(line));
  return [
    `${paint.bold(plan.cluster)}  ${headOf(plan)}`,
    ...block(some ? [planRows(plan.batches, paint)] : []),
    ...block(changedKeys(plan, paint)),
    ...block(some ? dim([...stepsOf(plan, columns), ...gatesOf(plan, columns), ...nearestOf(plan)]) : []),
    ...block(dim(skippedOf(plan))),
    ...block(neverOf(plan, paint)),
    ...block(plan.after.length === 0 || !some ? [] : [`then ${plan.after.join(", ")}`]),
    ...block(refusedOf(plan, paint, columns)),
    ...block(plan.paused === undefined ? [] : [`${paint.yellow("‖")} ${plan.paused}`]),
  ].join("\n");
}

function headOf(plan: Plan): string {
  const nodes = plannedNodes(plan);
  if (nodes.length === 0) return "nothing to roll";
  const restarts = nodes.filter(({ how }) => ["restart", "resize", "replace", "create"].includes(how)).length;
  const live =
    restarts === 0 ? ", none restarts" : restarts < nodes.length ? `, ${counted(restarts, "node")} restart` : "";
  const batches =
    plan.batches.length === nodes.length
      ? "one at a time"
      : `in ${counted(plan.batches.length, "batch").replace(/hs$/, "hes")}`;
  return `${counted(nodes.length, "node")} to roll, ${batches}${restarts === 1 && live !== "" ? ", 1 node restarts" : live}`;
}

function refusedOf({ refused, shut, batches }: Plan, paint: Colors, columns: number): string[] {
  if (shut.length > 0) return shut.flatMap((one) => refusalOf(one, "", paint, columns));
  return refused === undefined ? [] : refusalOf(refused, batches.length === 0 ? "" : "then ", paint, columns);
}

function refusalOf(refused: Refusal, when: string, paint: Colors, columns: number): string[] {
  const at =
    refused.node === undefined || refused.reason.includes(`node ${refused.node}`) ? "" : `node ${refused.node}: `;
  const gate = refused.gate === undefined ? "" : `${paint.yellow(refused.gate)}: `;
  return beside(paint.red("✘"), `${when}${at}${gate}${refused.reason}`.split(" "), columns).map((line) =>
    line.replace("  ", " "),
  );
}

const block = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : ["", ...lines]);
