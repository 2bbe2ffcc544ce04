import { type Group, groups } from "../decide/playbook";
import { gates } from "../gates";
import { steps } from "../steps";
import type { Step } from "../steps/step";
import { markdownTable } from "./markdown-table";
import { span } from "./span";

const groupSays: Readonly<Record<Group, string>> = {
  unready: "do not serve: unreachable, service not active, fenced, not a voter, or behind",
  controllers: "have the controller's role and do not lead the quorum",
  "active-controller": "leads the quorum",
  brokers: "all others",
};

/** Groups, steps and gates as Markdown tables, made from the code itself. */
export const manualTables = (): string =>
  [
    "### Groups",
    markdownTable(
      ["group", "nodes"],
      groups.map((name) => [code(name), groupSays[name]]),
    ),
    "### Steps",
    markdownTable(["step", "what it does", "gates asked immediately before", "by default within"], steps.map(stepRow)),
    "### Gates",
    markdownTable(
      ["gate", "what holds when it is open", "asked of", "asked whatever a playbook says", "work that extends a wait"],
      gates.map(({ name, says, scope, always, progress }) => [
        code(name),
        says,
        scope === "cluster" ? "the cluster" : "a node",
        [...(always === undefined ? [] : [moments[always]]), askedBy(name)].filter((text) => text !== "").join("; "),
        progress === true ? "yes" : "",
      ]),
    ),
  ].join("\n\n");

const moments = { before: "before each batch", until: "after the last step" } as const;

const code = (text: string): string => `\`${text}\``;

function stepRow(step: Step): string[] {
  const names = step.gates.map(({ name }) => code(name)).join(", ");
  return [code(step.name), step.says, names || "none", span(step.within).replace(/m00s$/, "m")];
}

/** Where a gate is asked whatever a playbook says. */
function askedBy(gate: string): string {
  if (gate === "disk-formed") return "before a node that answers is taken";
  const asking = (steps as readonly Step[]).filter((step) => step.gates.some(({ name }) => name === gate));
  return asking.length === 0 ? "" : `before ${asking.map(({ name }) => code(name)).join(", ")}`;
}
