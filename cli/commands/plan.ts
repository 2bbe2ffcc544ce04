import { Command } from "commander";
import { plan } from "../decide/plan";
import { artefactChecksums } from "../run/artefact-checksums";
import { openCluster } from "../run/open-cluster";
import { beginJournal, readIntent } from "../run/prepare-roll";
import { readPlaybook } from "../run/read-playbook";
import { paint } from "../ui/paint";
import { renderPlan } from "../ui/render-plan";
import { checkOnly, type RollOptions, withRollOptions } from "./roll-options";

/** `dataops plan CLUSTER`: 0 nothing to roll, 2 a roll would change something, 3 a gate would refuse it now. */
export function planCommand(): Command {
  return withRollOptions(
    new Command("plan").description(
      "What a roll would do, by the same decisions, and what stands in its way. Touches nothing.",
    ),
  ).action(async (name: string, options: RollOptions) => {
    const intent = readIntent(name, options.set);
    const playbook = readPlaybook(options.playbook);
    checkOnly(intent.cluster, options.only);
    const open = openCluster(intent.cluster);
    try {
      const observed = await open.observe();
      const journal = beginJournal(intent, observed, options);
      const { cluster, top } = intent;
      const found = plan({
        cluster,
        observed,
        playbook,
        journal,
        top,
        checksums: artefactChecksums(),
        now: journal.began,
      });
      process.stdout.write(`${options.json ? JSON.stringify(found, null, 2) : renderPlan(found, paint)}\n`);
      process.exitCode = found.refused !== undefined ? 3 : found.nodes.length > 0 ? 2 : 0;
    } finally {
      await open.close();
    }
  });
}
