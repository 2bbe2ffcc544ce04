import { Command } from "commander";
import { readCluster } from "../../spec";
import type { Journal } from "../decide/journal";
import { parseJournal } from "../decide/parse-journal";
import { backFrom, topBack } from "../decide/rollback";
import { Bucket } from "../run/aws/bucket";
import { JournalStore } from "../run/roll/journal-store";
import { lastRoll } from "../run/roll/prepare-journal";
import { readIntent } from "../run/roll/prepare-roll";
import { readPlaybook } from "../run/roll/read-playbook";
import { moveNodes } from "./move-nodes";
import { type MoveOptions, type RollOptions, withGateOptions, withMoveOptions } from "./roll-options";

/** `dataops rollback CLUSTER`: takes the nodes of the last roll back, by the same gates, until it is finalized. */
export function rollbackCommand(): Command {
  return withMoveOptions(
    withGateOptions(
      new Command("rollback").description(
        "Take the nodes that the last roll changed back to what they were, by the same gates; until it is finalized.",
      ),
    ),
  ).action(async (name: string, given: RollOptions & MoveOptions) => {
    const options = { ...given, set: await topOfBefore(name), restart: false, lostDisk: false };
    const intent = readIntent(name, options.set);
    const playbook = readPlaybook(options.playbook);
    process.exitCode = await moveNodes({ kind: "rollback", intent, playbook, options });
  });
}

/** The top that the nodes were rolled from, as far as the journal knows it. */
async function topOfBefore(name: string): Promise<readonly string[]> {
  const cluster = readCluster(name);
  const bucket = new Bucket(cluster.place);
  try {
    const store = new JournalStore<Journal>(bucket, name, parseJournal);
    const stored = await store.load();
    // A rollback that was broken off has written the top already.
    if (stored?.kind === "rollback") return [];
    const roll = await lastRoll(store, stored);
    const back = backFrom(cluster, roll, {});
    return roll === undefined || "refused" in back ? [] : topBack(cluster, roll, back.targets);
  } finally {
    bucket.close();
  }
}
