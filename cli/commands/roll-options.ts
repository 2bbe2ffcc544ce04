import { type Command, InvalidArgumentError, Option } from "commander";
import type { Cluster } from "../../spec/cluster";
import { BadInput } from "../../spec/mistake";
import { durationForm, millisecondsOf } from "../decide/playbook";
import { gateNames } from "../gates";

/** Options that `plan` and `roll` share. */
export interface RollOptions {
  readonly set: readonly string[];
  readonly only?: readonly number[];
  readonly restart: boolean;
  readonly replace?: number;
  readonly lostDisk: boolean;
  readonly override: Readonly<Record<string, string>>;
  readonly accept: Readonly<Record<string, string>>;
  readonly maxParallel?: number;
  readonly pauseAfter?: number;
  readonly playbook: string;
  readonly json: boolean;
}

/** Options of whatever moves nodes: `roll` and `rollback`. */
export interface MoveOptions {
  readonly yes: boolean;
  readonly retarget: boolean;
  readonly verify: boolean;
  /** Milliseconds. */
  readonly bake?: number;
  /** Milliseconds. */
  readonly maxDuration?: number;
  /** An existing topic that is written to all through. */
  readonly canary?: string;
  /** Path of the HTML report; false: none. */
  readonly report: string | boolean;
}

const collect = (value: string, before: readonly string[]): string[] => [...before, value];

function ids(text: string): number[] {
  const found = text.split(",").map((part) => part.trim());
  if (!found.every((part) => /^[1-9]\d{0,4}$/.test(part)))
    throw new InvalidArgumentError("expected node ids separated by commas, e.g. 11,12");
  return [...new Set(found.map(Number))];
}

function count(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError("expected a whole number from 1");
  return Number(text);
}

function duration(text: string): number {
  if (!durationForm.test(text)) throw new InvalidArgumentError("expected a duration such as 30s, 5m or 2h");
  return millisecondsOf(text);
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

function accept(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const [, names = "", reason = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  const each = names.split(",").map((name) => name.trim());
  if (!each.every((name) => /^[A-Za-z0-9._-]{1,249}$/.test(name)) || reason.trim() === "")
    throw new InvalidArgumentError("expected TOPIC=REASON or TOPIC-PARTITION=REASON; the reason is kept");
  return { ...before, ...Object.fromEntries(each.map((name) => [name, reason.trim()])) };
}

/** Options that say how a roll goes, whatever it brings. */
export function withGateOptions(command: Command): Command {
  return command
    .argument("<cluster>", "name of a cluster file")
    .option("--override <gate=reason>", "do not ask a gate; the reason is kept (repeatable)", override, {})
    .option(
      "--accept <partitions=reason>",
      "topics or partitions with too few replicas that may lose writes meanwhile (repeatable)",
      accept,
      {},
    )
    .option("--max-parallel <n>", "brokers at a time, at most; default: the playbook's batch", count)
    .option("--pause-after <n>", "pause after so many nodes, exit 4; run it again to go on", count)
    .option("--playbook <name>", "playbooks/NAME.yaml", "kafka-roll")
    .option("--json", "print JSON, format 2", false);
}

/** Add the options that say what to roll. */
export function withRollOptions(command: Command): Command {
  return withGateOptions(command)
    .option(
      "--set <key=value>",
      "edit the file's top first: version, image, POOL.type, POOL.disk or config.KEY (repeatable)",
      collect,
      [],
    )
    .addOption(new Option("--only <ids>", "these nodes and no others, e.g. 11,12").argParser(ids))
    .option(
      "--restart",
      "restart nodes that run what they should already, and for changes that could be made live",
      false,
    )
    .addOption(
      new Option("--replace <id>", "give up a dead node's machine: another one, the same disk and address")
        .argParser(count)
        .conflicts(["only", "restart", "set"]),
    )
    .option("--lost-disk", "with --replace: its disk is lost, too; raise its generation in the file first", false);
}

/** Add the options of a command that moves nodes. */
export function withMoveOptions(command: Command): Command {
  return command
    .option("--yes", "do not ask before the first node", false)
    .option("--retarget", "give up the pinned target of a roll that is under way", false)
    .option("--bake <duration>", "after each batch all gates must hold for so long", duration)
    .option("--max-duration <duration>", "take no further node after so long, exit 4", duration)
    .option("--canary <topic>", "write small records to an existing topic all through, and tell what they felt")
    .option("--report <file>", "where the HTML report goes; default reports/CLUSTER-ID.html")
    .option("--no-report", "no HTML report")
    .option("--no-verify", "leave out the proof at the end");
}

/** @throws BadInput when an option contradicts another, or names what is not in the cluster */
export function checkOptions(cluster: Cluster, { only, replace, lostDisk }: RollOptions): void {
  const named = [
    ...(only ?? []).map((id) => ["--only", id] as const),
    ...(replace === undefined ? [] : [["--replace", replace] as const]),
  ];
  const unknown = named.filter(([, id]) => !cluster.nodes.some((node) => node.id === id));
  const [first] = unknown;
  if (first !== undefined)
    throw new BadInput(
      `${first[0]}: no node ${unknown.map(([, id]) => id).join(", ")} in ${cluster.file}; there are ${cluster.nodes.map((n) => n.id).join(", ")}`,
    );
  if (lostDisk && replace === undefined) throw new BadInput("--lost-disk: expected --replace ID beside it");
}
