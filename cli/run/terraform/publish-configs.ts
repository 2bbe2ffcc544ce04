import { type Cluster, writeConfig } from "../../../spec";
import { besideNewConfigs } from "../../facts/beside-new-configs";
import { describeChange } from "../../facts/describe-change";
import { Failure } from "../failure";
import { terraformApplySaved, terraformPlan } from "./terraform";

/**
 * Keep the configs that a roll brings as immutable files, and have Terraform put the new ones into the bucket: one
 * saved plan that adds these objects and nothing else. Does nothing, and starts no Terraform, when none is new.
 *
 * @returns words of the configs that are new
 * @throws Failure (3) when anything else is pending in the plan
 */
export async function publishConfigs(
  cluster: Cluster,
  configs: Readonly<Record<string, { readonly word: string; readonly text: string }>>,
  published: (word: string) => Promise<string | undefined>,
): Promise<readonly string[]> {
  const fresh: string[] = [];
  for (const { word, text } of Object.values(configs)) {
    writeConfig(cluster.name, text);
    const there = await published(word);
    if (there === undefined) fresh.push(word);
    else if (there !== text)
      throw new Failure(
        `${cluster.file}: config ${word} in the bucket is not what lies in the code; dataops verify says more`,
        3,
      );
  }
  if (fresh.length === 0) return [];
  const plan = await terraformPlan(cluster.name);
  const pending = besideNewConfigs(plan.changes, cluster.name);
  if (pending.length > 0) {
    await plan.discard();
    throw new Failure(
      `${cluster.file}: the plan holds more than new configs; apply or undo it first:\n${pending.map((c) => `  ${describeChange(c)}`).join("\n")}`,
      3,
    );
  }
  await terraformApplySaved(plan);
  return fresh;
}
