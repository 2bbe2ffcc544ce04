import type { Colors } from "picocolors/types";
import type { Proof, Side } from "../decide/proof";
import { counted } from "../facts/counted";
import { table } from "./table";

/** The two-sided proof, a line a side, each with its control. */
export function renderProof(proof: Proof, paint: Colors): string {
  const mark = (side: Side<unknown>): string =>
    side.control > 0 && side.differences.length === 0 ? paint.green("✔") : paint.red("✘");
  const control = (side: Side<unknown>, what: string, seen: string): string =>
    side.control > 0
      ? paint.dim(`control: ${what} → ${counted(side.control, seen)} seen`)
      : paint.red(`control: ${what} → nothing seen; this side proves nothing`);
  const { cloud, configs, fleet } = proof;
  const changes = cloud.differences.length;
  const equal = fleet.nodes - new Set(fleet.differences.map((d) => d.node)).size;
  const rows = [
    [
      `${mark(cloud)} cloud`,
      `${changes === 0 ? "plan empty" : counted(changes, "change")}, ${cloud.resources} resources`,
      control(cloud, "old version", "change"),
    ],
    [
      `${mark(configs)} configs`,
      `${configs.compared - configs.differences.length} of ${configs.compared} equal the code`,
      control(configs, "changed byte", "difference"),
    ],
    [
      `${mark(fleet)} fleet`,
      `${equal} of ${fleet.nodes} equal their record`,
      control(fleet, "old version", "difference"),
    ],
  ];
  const details = [
    ...cloud.differences.map((d) => `  cloud: ${d}`),
    ...configs.differences.map((d) => `  configs: ${d}`),
    ...fleet.differences.map((d) => `  node ${d.node}: ${d.what}: expected ${d.expected}, got ${d.got}`),
  ];
  return [table(rows), ...details].join("\n");
}
