import { Command } from "commander";
import { playbookManual } from "../ui/playbook-manual";

/** `dataops docs`: manuals that are made from the code. */
export function docsCommand(): Command {
  const command = new Command("docs").description("Manuals made from the code, so that they are never out of date.");
  command
    .command("playbook")
    .description("The shipped playbook, annotated, and every step, gate and group there is.")
    .action(() => void process.stdout.write(`${playbookManual()}\n`));
  return command;
}
