import { Command } from "commander";
import { checkVersion, readIntent } from "../run/roll/prepare-roll";
import { readPlaybook, usualPlaybook } from "../run/roll/read-playbook";
import { moveNodes } from "./move-nodes";
import {
  checkOptions,
  checkYes,
  type MoveOptions,
  type RollOptions,
  withMoveOptions,
  withRollOptions,
} from "./roll-options";

/** `dataops roll CLUSTER`: convergent; running it again is how a roll is resumed. */
export function rollCommand(): Command {
  return withMoveOptions(
    withRollOptions(
      new Command("roll").description(
        "Bring every node to what the cluster file says, in safe batches, and record it there. Run it again to resume.",
      ),
    ),
  ).action(async (name: string, options: RollOptions & MoveOptions) => {
    const intent = readIntent(name, options.set);
    const playbook = readPlaybook(options.playbook ?? usualPlaybook);
    checkOptions(intent.cluster, options);
    checkVersion(intent, options.only);
    checkYes("roll", options);
    process.exitCode = await moveNodes({ kind: "roll", intent, playbook, options });
  });
}
