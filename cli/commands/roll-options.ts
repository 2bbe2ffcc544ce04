import { type Command, InvalidArgumentError } from "commander";
import type { Cluster } from "../../spec/cluster";
import { BadInput } from "../../spec/mistake";
import { gateNames } from "../gates";

/** Options that `plan` and `roll` share. */
export interface RollOptions {
  readonly set: readonly string[];
  readonly only?: readonly number[];
  readonly restart: boolean;
  readonly override: Readonly<Record<string, string>>;
  readonly playbook: string;
  readonly json: boolean;
}

const collect = (value: string, before: readonly string[]): string[] => [...before, value];

function ids(text: string): number[] {
  const found = text.split(",").map((part) => part.trim());
  if (!found.every((part) => /^[1-9]\d*$/.test(part)))
    throw new InvalidArgumentError("expected node ids separated by commas, e.g. 11,12");
  return [...new Set(found.map(Number))];
}

/** Without these a roll would act on nothing, or record what does not run. */
const never: readonly string[] = ["kafka-answers", "disk-formed", "runs-what-it-should"];

function override(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const [, gate = "", reason = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (!gateNames.includes(gate))
    throw new InvalidArgumentError(`no gate is named ${gate || text}; there are ${gateNames.join(", ")}`);
  if (never.includes(gate))
    throw new InvalidArgumentError(`${gate} is what a record rests on; it cannot be overridden`);
  if (reason.trim() === "") throw new InvalidArgumentError(`expected ${gate}=REASON; the reason is kept`);
  return { ...before, [gate]: reason.trim() };
}

/** Add the options that say what to roll. */
export function withRollOptions(command: Command): Command {
  return command
    .argument("<cluster>", "name of a cluster file")
    .option("--set <key=value>", "edit the file's top first: version, or config.KEY (repeatable)", collect, [])
    .option("--only <ids>", "these nodes and no others, e.g. 11,12", ids)
    .option("--restart", "restart nodes that run what they should already", false)
    .option("--override <gate=reason>", "do not ask a gate; the reason is kept (repeatable)", override, {})
    .option("--playbook <name>", "playbooks/NAME.yaml", "kafka-roll")
    .option("--json", "print JSON, format 1", false);
}

/** @throws BadInput when `--only` names a node that is not in the cluster */
export function checkOnly(cluster: Cluster, only: readonly number[] | undefined): void {
  const unknown = only?.filter((id) => !cluster.nodes.some((node) => node.id === id)) ?? [];
  if (unknown.length > 0)
    throw new BadInput(
      `--only: no node ${unknown.join(", ")} in ${cluster.file}; there are ${cluster.nodes.map((n) => n.id).join(", ")}`,
    );
}
