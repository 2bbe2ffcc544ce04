import { Command } from "commander";
import type { Journal } from "../decide/journal";
import { parseJournal } from "../decide/parse-journal";
import { type Plan, plannedNodes } from "../decide/plan";
import type { Bucket } from "../run/aws/bucket";
import { Failure } from "../run/failure";
import { withCluster } from "../run/open-cluster";
import { JournalStore } from "../run/roll/journal-store";
import { prepareJournal } from "../run/roll/prepare-journal";
import { checkVersion, type Intent, readIntent, withIntended } from "../run/roll/prepare-roll";
import { readPlaybook, usualPlaybook } from "../run/roll/read-playbook";
import { paint } from "../ui/paint";
import { renderPlan } from "../ui/render-plan";
import { foresee } from "./foresee";
import { checkOptions, type RollOptions, withRollOptions } from "./roll-options";
import { withBucket } from "./with-bucket";

/** `dataops plan CLUSTER`: 0 nothing to roll, 2 a roll would change something, 3 a gate would refuse it now. */
export function planCommand(): Command {
  return withRollOptions(
    new Command("plan").description(
      "What a roll would do, by the same decisions, and what stands in its way. Touches nothing.",
    ),
  )
    .option("--quick", "do not ask Terraform what is pending", false)
    .action(async (name: string, options: RollOptions & { quick: boolean }) => {
      const intent = readIntent(name, options.set);
      readPlaybook(options.playbook ?? usualPlaybook);
      checkOptions(intent.cluster, options);
      checkVersion(intent, options.only);
      try {
        const found = await withBucket(intent.cluster, (bucket) => planOf(intent, options, bucket));
        process.stdout.write(`${options.json ? JSON.stringify(found, null, 2) : renderPlan(found, paint)}\n`);
        process.exitCode = found.refused !== undefined ? 3 : plannedNodes(found).length > 0 ? 2 : 0;
      } catch (error) {
        if (!(error instanceof Failure) || !options.json) throw error;
        // The roll that is under way refuses this one: so would `roll`.
        const why = error.code === 3 ? "refused" : "failed";
        process.stdout.write(`${JSON.stringify({ format: 2, cluster: name, [why]: { reason: error.message } })}\n`);
        process.exitCode = error.code;
      }
    });
}

function planOf(intent: Intent, options: RollOptions & { quick: boolean }, bucket: Bucket): Promise<Plan> {
  const { cluster } = intent;
  return withCluster(cluster, async (open) => {
    const seen = withIntended(await open.observe({ cloudMaxAge: 0 }), intent);
    const store = new JournalStore<Journal>(bucket, cluster.name, parseJournal);
    const request = { ...options, kind: "roll", retarget: false } as const;
    const { journal } = await prepareJournal(intent, seen, request, store, bucket);
    return (await foresee(intent, seen, journal, options)).foreseen;
  });
}
