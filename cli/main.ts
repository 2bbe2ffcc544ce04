#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError, Help, Option } from "commander";
import { BadInput } from "../spec/mistake";
import { packageRoot } from "../spec/package-root";
import { endOf } from "./ui/end-of";

// The SDK warns of a Node release that it still supports; whoever runs a roll cannot do anything about it then.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const version = (): string =>
  (JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as { version: string }).version;

/** Loads one command; nothing of it is loaded to print the help of all. */
type Load = () => Promise<Command>;

const look = "Look:";
const change = "Change:";
const start = "Start:";

const commands: readonly (readonly [group: string, name: string, words: string, summary: string, load: Load])[] = [
  [
    look,
    "status",
    "CLUSTER",
    "what each node is recorded as and what it runs",
    async () => (await import("./commands/status.js")).statusCommand(),
  ],
  [
    look,
    "plan",
    "CLUSTER",
    "what a roll would do, and what stands in its way",
    async () => (await import("./commands/plan.js")).planCommand(),
  ],
  [
    look,
    "verify",
    "CLUSTER",
    "prove that code, cloud and fleet are one",
    async () => (await import("./commands/verify.js")).verifyCommand(),
  ],
  [
    look,
    "history",
    "CLUSTER",
    "who rolled what and when, what waited, what was overridden",
    async () => (await import("./commands/history.js")).historyCommand(),
  ],
  [
    change,
    "roll",
    "CLUSTER",
    "bring every node to what the cluster file says, in safe batches",
    async () => (await import("./commands/roll.js")).rollCommand(),
  ],
  [
    change,
    "rollback",
    "CLUSTER",
    "take the nodes of the last roll back, until it is finalized",
    async () => (await import("./commands/rollback.js")).rollbackCommand(),
  ],
  [
    change,
    "finalize",
    "CLUSTER",
    "raise feature levels once every node runs the version; no way back",
    async () => (await import("./commands/finalize.js")).finalizeCommand(),
  ],
  [
    start,
    "artefacts",
    "sync PLACE",
    "put what nodes fetch into the place's bucket",
    async () => (await import("./commands/artefacts.js")).artefactsCommand(),
  ],
  [
    start,
    "docs",
    "playbook",
    "manuals made from the code",
    async () => (await import("./commands/docs.js")).docsCommand(),
  ],
  [
    start,
    "lab",
    "COMMAND",
    "an EC2 small enough for one machine",
    async () => (await import("../lab/commands.js")).labCommand(),
  ],
];

async function program(argv: readonly string[]): Promise<Command> {
  const clusters = new Option("--clusters <dir>", "folder of the cluster files").env("DATAOPS_CLUSTERS");
  const dataops = new Command("dataops")
    .description("Ordered, in-place rolling operations for stateful clusters, written back into code.")
    .version(version())
    .addOption(clusters.default("clusters"))
    .addHelpCommand(
      new Command("help").argument("[command]").summary("this, or what one of them takes").helpGroup(start),
    )
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text) })
    .hook("preAction", (root) => {
      const folder = root.optsWithGlobals<{ clusters?: string }>().clusters;
      if (folder === "" && root.getOptionValueSource("clusters") === "cli")
        throw new BadInput("--clusters: expected the folder of the cluster files; got an empty text");
      if (folder !== undefined) process.env.DATAOPS_CLUSTERS = folder;
    })
    .addHelpText(
      "after",
      "\nExit codes: 0 done or in sync, 1 failed, 2 differences, 3 refused, 4 paused, 64 bad input",
    );
  // The command is the first word that is one: an option before it may take a value.
  const asked = argv.find((word) => commands.some(([, name]) => name === word));
  const words = new Map(commands.map(([, name, text]) => [name, text]));
  dataops.configureHelp({
    subcommandTerm: (command) => `${command.name()} ${words.get(command.name()) ?? "[COMMAND]"}`,
  });
  for (const [group, name, , summary, load] of commands) {
    const command = asked === name ? await load() : new Command(name);
    dataops.addCommand(overrideAll(command.summary(summary).helpGroup(group)));
  }
  return dataops;
}

/** Wrong words end in 64 in every sub-command too, and a default of nothing is not told. */
function overrideAll(command: Command): Command {
  command.exitOverride().configureHelp({
    optionDescription: (option) =>
      ["false", "{}", "[]"].includes(JSON.stringify(option.defaultValue) ?? "")
        ? option.description
        : new Help().optionDescription(option),
  });
  for (const child of command.commands) overrideAll(child);
  return command;
}

async function main(): Promise<number> {
  try {
    const dataops = await program(process.argv.slice(2));
    await dataops.parseAsync();
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 64;
    return endOf(error, (text) => process.stderr.write(text));
  }
}

void main().then((code) => {
  process.exitCode = code;
});
