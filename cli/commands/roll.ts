import { Command } from "commander";
import { type RollOptions, withRollOptions } from "./roll-options";
import { roll } from "./run-roll";

/** `dataops roll CLUSTER`: convergent; running it again is how a roll is resumed. */
export function rollCommand(): Command {
  return withRollOptions(
    new Command("roll").description(
      "Bring every node to what the cluster file says, one by one, and record it there. Run it again to resume.",
    ),
  )
    .option("--yes", "do not ask before the first node", false)
    .option("--retarget", "give up the pinned target of a roll that is under way", false)
    .option("--no-verify", "leave out the proof at the end")
    .action(async (name: string, options: RollOptions & { yes: boolean; retarget: boolean; verify: boolean }) => {
      process.exitCode = await roll(name, options);
    });
}
