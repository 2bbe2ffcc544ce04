import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../../../spec";

/** The shipped playbook, but for what costs time without adding a fault: short waits. */
const quick: readonly (readonly [from: RegExp, to: string])[] = [
  [/^( {4}- stop:).*$/m, "$1 { within: 1m }"],
  [/^( {4}- start:).*$/m, "$1 { within: 1m }"],
  [/^( {4}steady:).*$/m, "$1 2 reads"],
  [/^( {4}every:).*$/m, "$1 200ms"],
  [/^( {4}stalled:).*$/m, "$1 40s"],
];

let made: string | undefined;

/** Where the operators of the fault matrix stand: a playbook of their own, and the shipped stacks. */
export function workingFolder(): string {
  if (made !== undefined) return made;
  made = mkdtempSync(join(tmpdir(), "dataops-faults-"));
  let text = readFileSync(join(packageRoot(), "playbooks", "kafka-roll.yaml"), "utf8");
  for (const [from, to] of quick) {
    if (!from.test(text)) throw new Error(`playbooks/kafka-roll.yaml: ${from} is not there any more`);
    text = text.replace(from, to);
  }
  mkdirSync(join(made, "playbooks"));
  writeFileSync(join(made, "playbooks", "kafka-roll.yaml"), text);
  const project = JSON.parse(readFileSync(join(packageRoot(), "cdktf.json"), "utf8")) as { app: string };
  const app = `cd '${packageRoot()}' && ${project.app}`;
  writeFileSync(join(made, "cdktf.json"), JSON.stringify({ ...project, app }));
  return made;
}
