import { type Command, InvalidArgumentError, Option } from "commander";
import type { Cluster } from "../../spec/cluster";
import { millisecondsOf } from "../../spec/duration";
import { BadInput } from "../../spec/mistake";
import { durationForm } from "../decide/duration";
import { gateNames } from "../gates";
import { usualPlaybook } from "../run/roll/read-playbook";

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
  /** By name; absent: that of the roll under way, or the usual one. */
  readonly playbook?: string;
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
  /** Path of the HTML report; false: none; absent: its usual place. */
  readonly report?: string | false;
}

/** An option that is said once: a second one would take the place of the first without a word. */
const once =
  <T>(parse: (text: string) => T) =>
  (text: string, before: unknown): T => {
    if (before !== undefined) throw new InvalidArgumentError("given twice; expected once");
    return parse(text);
  };

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

const day = 86_400_000;

const durationTo =
  (most: number) =>
  (text: string): number => {
    if (!durationForm.test(text)) throw new InvalidArgumentError("expected a duration such as 30s, 5m or 2h");
    const asked = millisecondsOf(text);
    if (asked > most) throw new InvalidArgumentError(`expected at most ${most / 3_600_000}h`);
    return asked;
  };

function path(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("expected the path of a file; got an empty text");
  return text;
}

/** The path of a file, said once. */
export const pathOnce = once(path);

function report(text: string, before: unknown): string {
  if (before === false) throw new InvalidArgumentError("--no-report stands beside it; expected one of the two");
  return pathOnce(text, before);
}

/** What Kafka takes as a topic's name. */
const topicForm = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/;

function topic(text: string): string {
  if (!topicForm.test(text))
    throw new InvalidArgumentError(
      `expected a topic's name: 1 to 249 letters, digits, '.', '_' and '-'; got ${text || "an empty text"}`,
    );
  return text;
}

/** Without these a roll would act on nothing, or record what does not run. */
const never: readonly string[] = ["kafka-answers", "disk-formed", "runs-what-it-should"];

function override(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const [, gate = "", reason = ""] = /^([^=]*)=?(.*)$/s.exec(text) ?? [];
  if (gate === "")
    throw new InvalidArgumentError(`expected GATE=REASON, e.g. min-isr='it is being rebuilt'; got ${text}`);
  if (!gateNames.includes(gate))
    throw new InvalidArgumentError(`no gate is named ${gate}; there are ${gateNames.join(", ")}`);
  if (never.includes(gate))
    throw new InvalidArgumentError(`${gate} is what a record rests on; it cannot be overridden`);
  if (reason.trim() === "") throw new InvalidArgumentError(`expected ${gate}=REASON; the reason is kept`);
  if (gate in before) throw new InvalidArgumentError(`${gate} is given twice; expected each gate once`);
  return { ...before, [gate]: reason.trim() };
}

/** A topic, or a topic and a partition's number behind it. */
const partitionForm = /^[A-Za-z0-9._-]{1,260}$/;

function accept(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const [, names = "", reason = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  const each = names.split(",").map((name) => name.trim());
  const twice = each.find((name, i) => name in before || each.indexOf(name) < i);
  if (!each.every((name) => partitionForm.test(name)) || reason.trim() === "")
    throw new InvalidArgumentError("expected TOPIC=REASON or TOPIC-PARTITION=REASON; the reason is kept");
  if (twice !== undefined) throw new InvalidArgumentError(`${twice} is given twice; expected each once`);
  return { ...before, ...Object.fromEntries(each.map((name) => [name, reason.trim()])) };
}

/** Options that say how a roll goes, whatever it brings. */
export function withGateOptions(command: Command): Command {
  return command
    .argument("<cluster>", "name of a cluster file")
    .option(
      "--override <gate=reason>",
      "do not ask a gate, by its name in `dataops docs playbook`; the reason is kept (repeatable)",
      override,
      {},
    )
    .option(
      "--accept <partitions=reason>",
      "topics or partitions with too few replicas that may lose writes meanwhile (repeatable)",
      accept,
      {},
    )
    .option("--max-parallel <n>", "brokers at a time, at most; default: the playbook's batch", once(count))
    .option("--pause-after <n>", "pause after so many nodes, exit 4; run it again to go on", once(count))
    .option(
      "--playbook <name>",
      `playbooks/NAME.yaml; default: ${usualPlaybook}, or that of the roll under way`,
      once(String),
    )
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
    .addOption(new Option("--only <ids>", "these nodes and no others, e.g. 11,12").argParser(once(ids)))
    .option(
      "--restart",
      "restart nodes that run what they should already, and for changes that could be made live",
      false,
    )
    .addOption(
      new Option("--replace <id>", "give up a dead node's machine: another one, the same disk and address")
        .argParser(once(count))
        .conflicts(["only", "restart", "set"]),
    )
    .option("--lost-disk", "with --replace: its disk is lost, too; raise its generation in the file first", false);
}

/** Add the options of a command that moves nodes. */
export function withMoveOptions(command: Command): Command {
  return (
    command
      .option("--yes", "do not ask before the first node", false)
      .option("--retarget", "give up the pinned target of a roll that is under way", false)
      .option(
        "--bake <duration>",
        "after each batch all gates must hold for so long; at most 168h",
        once(durationTo(7 * day)),
      )
      .option(
        "--max-duration <duration>",
        "take no further node after so long, exit 4; at most 720h",
        once(durationTo(30 * day)),
      )
      .option(
        "--canary <topic>",
        "write small records to an existing topic all through, and tell what they felt",
        once(topic),
      )
      .option("--report <file>", "where the HTML report goes; default reports/CLUSTER-ID.html", report)
      // Before the option itself, which forgets the path.
      .on("option:no-report", () => {
        if (typeof command.getOptionValue("report") === "string")
          command.error("error: option '--no-report' cannot be used with option '--report <file>'");
      })
      .option("--no-report", "no HTML report")
      .option("--no-verify", "leave out the proof at the end")
  );
}

/** @throws BadInput where a yes is asked for and nobody is there to say it */
export function checkYes(command: string, { yes }: Pick<MoveOptions, "yes">): void {
  if (!yes && !process.stdin.isTTY)
    throw new BadInput(`${command}: nobody is there to say yes; expected --yes where standard input is no terminal`);
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
