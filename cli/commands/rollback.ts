import { Command } from "commander";
import { type Cluster, readCluster } from "../../spec";
import { metadataVersionLevel } from "../../spec/releases";
import type { Journal } from "../decide/journal";
import { parseJournal } from "../decide/parse-journal";
import { backFrom, topBack } from "../decide/rollback";
import { JournalStore } from "../run/roll/journal-store";
import { lastRoll } from "../run/roll/prepare-journal";
import { readIntent } from "../run/roll/prepare-roll";
import { readPlaybook, usualPlaybook } from "../run/roll/read-playbook";
import { moveNodes } from "./move-nodes";
import { checkYes, type MoveOptions, type RollOptions, withGateOptions, withMoveOptions } from "./roll-options";
import { withBucket } from "./with-bucket";

/** `dataops rollback CLUSTER`: takes the nodes of the last roll back, by the same gates, until it is finalized. */
export function rollbackCommand(): Command {
  return withMoveOptions(
    withGateOptions(
      new Command("rollback").description(
        "Take the nodes that the last roll changed back to what they were, by the same gates; until it is finalized.",
      ),
    ),
  ).action(async (name: string, given: RollOptions & MoveOptions) => {
    const cluster = readCluster(name);
    const playbook = readPlaybook(given.playbook ?? usualPlaybook);
    checkYes("rollback", given);
    const options = { ...given, set: await topOfBefore(cluster), restart: false, lostDisk: false };
    const intent = readIntent(name, options.set);
    process.exitCode = await moveNodes({ kind: "rollback", intent, playbook, options });
  });
}

const recordedFeatures = ({ recorded }: Cluster): Readonly<Record<string, number>> => ({
  "metadata.version": metadataVersionLevel(recorded.cluster.metadataVersion) ?? 0,
});

/** The top that the nodes were rolled from, as far as the journal knows it. */
function topOfBefore(cluster: Cluster): Promise<readonly string[]> {
  return withBucket(cluster, async (bucket) => {
    const store = new JournalStore<Journal>(bucket, cluster.name, parseJournal);
    const stored = await store.load();
    // A rollback that was broken off has written the top already.
    if (stored?.kind === "rollback") return [];
    const roll = await lastRoll(store, stored);
    // What is final by the record is refused where all refusals are, and not for the top that it would ask for.
    const back = backFrom(cluster, roll, recordedFeatures(cluster));
    return roll === undefined || "refused" in back ? [] : topBack(cluster, roll, back.targets);
  });
}
