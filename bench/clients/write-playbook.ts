import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { packageRoot } from "../../spec";

const elections = "elect-preferred-leaders";

/**
 * Write the shipped playbook with or without giving leadership back after the last node; all else is as shipped.
 *
 * @param folder where the roll is to stand
 * @returns the name by which `--playbook` finds it there
 */
export function writePlaybook(folder: string, elect: boolean): string {
  const shipped = parse(readFileSync(join(packageRoot(), "playbooks", "kafka-roll.yaml"), "utf8")) as {
    readonly after: readonly string[];
  };
  const after = [...shipped.after.filter((step) => step !== elections), ...(elect ? [elections] : [])];
  const name = elect ? "leaders-given-back" : "leaders-stay";
  mkdirSync(join(folder, "playbooks"), { recursive: true });
  writeFileSync(join(folder, "playbooks", `${name}.yaml`), stringify({ ...shipped, after }));
  return name;
}
