import type { Cluster } from "../../../spec";
import type { Journal } from "../../decide/journal";
import { pendingBeside } from "../../facts/pending-beside";
import { terraformPlan } from "./terraform";

const gate = "no-pending-changes";

/**
 * What Terraform would change beside this roll. It takes seconds, so it is asked once, and not where the gate was
 * overridden.
 */
export async function pendingChanges(
  cluster: Cluster,
  journal: Pick<Journal, "overrides" | "batch" | "replace">,
): Promise<readonly string[] | undefined> {
  if (gate in journal.overrides) return undefined;
  const plan = await terraformPlan(cluster.name);
  await plan.discard();
  const own = [...(journal.batch?.members.map((m) => m.id) ?? []), ...Object.keys(journal.replace ?? {}).map(Number)];
  return pendingBeside(plan.changes, cluster.name, own);
}
