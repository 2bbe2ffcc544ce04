import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parse, stringify } from "yaml";
import { packageRoot } from "../../spec";

/** What a roll does for clients besides its gates. */
export interface Care {
  /** Let others lead before a broker stops. */
  readonly moveLeaders: boolean;
  /** Give leadership back after the last node. */
  readonly elect: boolean;
}

interface Text {
  readonly node: { readonly steps: readonly (string | Readonly<Record<string, unknown>>)[] };
  readonly after: readonly string[];
}

const nameOf = (step: Text["node"]["steps"][number]): string =>
  typeof step === "string" ? step : (Object.keys(step)[0] ?? "");

/**
 * Write the shipped playbook with and without what is done for clients; all else is as shipped.
 *
 * @returns the name by which `--playbook` finds it from the package's folder
 */
export function writePlaybook(folder: string, { moveLeaders, elect }: Care): string {
  const shipped = parse(readFileSync(join(packageRoot(), "playbooks", "kafka-roll.yaml"), "utf8")) as Text;
  const others = shipped.node.steps.filter((step) => nameOf(step) !== "move-leaders");
  const steps = others.flatMap((step) => (moveLeaders && nameOf(step) === "stop" ? ["move-leaders", step] : [step]));
  const after = [...shipped.after.filter((step) => step !== elections), ...(elect ? [elections] : [])];
  const name = `${moveLeaders ? "leaders-moved" : "leaders-stay"}-${elect ? "given-back" : "kept"}`;
  writeFileSync(join(folder, `${name}.yaml`), stringify({ ...shipped, node: { ...shipped.node, steps }, after }));
  return relative("playbooks", join(folder, name));
}

const elections = "elect-preferred-leaders";
