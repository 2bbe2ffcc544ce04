import type { Cluster } from "../../../spec";
import type { Journal } from "../../decide/journal";
import type { Playbook } from "../../decide/playbook";
import { pendingBeside } from "../../facts/pending-beside";
import { terraformPlan } from "./terraform";

const gate = "no-pending-changes";

/**
 * What Terraform would change beside this roll. It takes seconds, so it is asked once, and not where the playbook has
 * no such gate or it was overridden.
 */
export async function pendingChanges(
  cluster: Cluster,
  playbook: Playbook,
  journal: Pick<Journal, "overrides" | "batch" | "replace">,
): Promise<readonly string[] | undefined> {
  if (!playbook.before.includes(gate) || gate in journal.overrides) return undefined;
  const plan = await terraformPlan(cluster.name);
  await plan.discard();
  const own = [...(journal.batch?.members.map((m) => m.id) ?? []), ...Object.keys(journal.replace ?? {}).map(Number)];
  return pendingBeside(plan.changes, cluster.name, own);
}
