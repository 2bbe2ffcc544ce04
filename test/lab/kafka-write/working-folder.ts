import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../../spec";

/** The shipped playbook, but for what costs time without adding a fault: short waits. */
const quick: readonly (readonly [from: RegExp, to: string])[] = [
  [/^( {4}- stop:).*$/m, "$1 { within: 1m }"],
  [/^( {4}- start:).*$/m, "$1 { within: 1m }"],
  [/^( {4}steady:).*$/m, "$1 2 reads"],
  [/^( {4}every:).*$/m, "$1 200ms"],
  [/^( {4}stalled:).*$/m, "$1 40s"],
];

/** What a site adds: hooks around a roll, which leave a mark here while it lasts, and a step that leaves one on the node. */
const ofSite = (mark: string): typeof quick => [
  [
    /^# hooks:\n(?:#.*\n)+/m,
    `hooks:\n  before: { run: [/usr/bin/touch, ${mark}], within: 10s }\n  after: { run: [/bin/rm, -f, ${mark}], within: 10s }\n`,
  ],
  [/^ {4}# - run: .*\n/m, "    - run: [/usr/bin/touch, /var/tmp/drained]\n"],
];

let made: string | undefined;

function changed(text: string, changes: typeof quick): string {
  return changes.reduce((before, [from, to]) => {
    if (!from.test(before)) throw new Error(`playbooks/kafka-roll.yaml: ${from} is not there any more`);
    return before.replace(from, to);
  }, text);
}

/** Where the operators of the fault matrix stand: a playbook of their own, and the shipped stacks. */
export function workingFolder(): string {
  if (made !== undefined) return made;
  made = mkdtempSync(join(tmpdir(), "dataops-faults-"));
  const shipped = readFileSync(join(packageRoot(), "playbooks", "kafka-roll.yaml"), "utf8");
  const text = changed(shipped, quick);
  mkdirSync(join(made, "playbooks"));
  writeFileSync(join(made, "playbooks", "kafka-roll.yaml"), text);
  writeFileSync(join(made, "playbooks", "site.yaml"), changed(text, ofSite(join(made, "rolling"))));
  const project = JSON.parse(readFileSync(join(packageRoot(), "cdktf.json"), "utf8")) as { app: string };
  const app = `cd '${packageRoot()}' && ${project.app}`;
  writeFileSync(join(made, "cdktf.json"), JSON.stringify({ ...project, app }));
  return made;
}
