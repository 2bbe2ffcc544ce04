import type { PlannedChange } from "./plan-changes";

/** A planned change in one line, e.g. `aws_instance.kafka_11_machine: update tags.dataops-version`. */
export function describeChange({ actions, address, paths, replaces }: PlannedChange): string {
  const replaced = actions.includes("create") && actions.includes("delete");
  const what = replaced ? "replace" : actions.join(" and ");
  // of a machine made anew nearly everything differs; the provider repeats every tag
  const why = replaced ? replaces : paths.filter((path) => !path.startsWith("tags_all."));
  return [`${address}: ${what}`, why.join(", ")].filter((part) => part !== "").join(" ");
}
