import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../spec/package-root";
import { manualTables } from "./manual-tables";

/** The playbook's manual: the annotated example that is shipped, then all that it can name, from the code. */
export function playbookManual(): string {
  const example = readFileSync(join(packageRoot(), "playbooks", "kafka-roll.yaml"), "utf8");
  return ["# playbooks/kafka-roll.yaml", "", "```yaml", example.trimEnd(), "```", "", manualTables()].join("\n");
}
