import { Command } from "commander";
import type { Journal } from "../decide/journal";
import { parseJournal } from "../decide/parse-journal";
import { plan, plannedNodes } from "../decide/plan";
import { Bucket } from "../run/aws/bucket";
import { Failure } from "../run/failure";
import { withCluster } from "../run/open-cluster";
import { JournalStore } from "../run/roll/journal-store";
import { prepareJournal } from "../run/roll/prepare-journal";
import { checkVersion, readIntent, withIntended } from "../run/roll/prepare-roll";
import { readPlaybook } from "../run/roll/read-playbook";
import { pendingChanges } from "../run/terraform/pending-changes";
import { paint } from "../ui/paint";
import { renderPlan } from "../ui/render-plan";
import { limitsOf, worldOf } from "./move-nodes";
import { checkOptions, type RollOptions, withRollOptions } from "./roll-options";

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
      const playbook = readPlaybook(options.playbook);
      checkOptions(intent.cluster, options);
      checkVersion(intent, options.only);
      const bucket = new Bucket(intent.cluster.place);
      try {
        const found = await withCluster(intent.cluster, async (open) => {
          const seen = withIntended(await open.observe({ cloudMaxAge: 0 }), intent);
          const store = new JournalStore<Journal>(bucket, name, parseJournal);
          const request = { ...options, kind: "roll", retarget: false } as const;
          const { journal } = await prepareJournal(intent, seen, request, store, bucket);
          const pending = options.quick ? undefined : await pendingChanges(intent.cluster, journal);
          const observed = pending === undefined ? seen : { ...seen, pending };
          return plan(worldOf(intent, observed, playbook, journal, limitsOf(options, playbook, journal)));
        });
        process.stdout.write(`${options.json ? JSON.stringify(found, null, 2) : renderPlan(found, paint)}\n`);
        process.exitCode = found.refused !== undefined ? 3 : plannedNodes(found).length > 0 ? 2 : 0;
      } catch (error) {
        // The roll that is under way refuses this one: so would `roll`.
        if (!(error instanceof Failure) || !options.json) throw error;
        process.stdout.write(`${JSON.stringify({ format: 2, cluster: name, refused: { reason: error.message } })}\n`);
        process.exitCode = error.code;
      } finally {
        bucket.close();
      }
    });
}
