import type { Colors } from "picocolors/types";
import type { Plan } from "../decide/plan";
import { counted } from "../facts/counted";
import { table } from "./table";

/** A plan as an operator reads it: one node a line, in order, and what stands in the way. */
export function renderPlan(plan: Plan, paint: Colors): string {
  const rows = plan.nodes.map((n, i) => [
    String(i + 1).padStart(3),
    String(n.node),
    n.pool,
    n.zone,
    n.group,
    n.why,
    paint.dim(n.steps.join(" ") || "record only"),
  ]);
  const head =
    plan.nodes.length === 0 ? "nothing to roll" : `${counted(plan.nodes.length, "node")} to roll, one at a time`;
  const skipped = plan.skipped.map((n) => paint.dim(`node ${n.node} is left alone: ${n.why}`));
  const after = plan.after.length === 0 || plan.nodes.length === 0 ? [] : [`then ${plan.after.join(", ")}`];
  const refused =
    plan.refused === undefined
      ? []
      : [
          `${paint.red("✘")} ${plan.refused.gate === undefined ? "" : `${paint.yellow(plan.refused.gate)}: `}${plan.refused.reason}`,
        ];
  return [
    `${paint.bold(plan.cluster)}  ${head}`,
    ...(rows.length > 0 ? ["", table(rows)] : []),
    ...block(skipped),
    ...block(after),
    ...block(refused),
  ].join("\n");
}

const block = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : ["", ...lines]);
