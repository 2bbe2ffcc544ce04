import type { Role } from "../../spec";
import { changedKeys, isDynamicChange } from "../../spec/dynamic-keys";
import { settingsOf } from "./settings";

/**
 * The settings that bring a running broker from one recorded config to another without a restart, or undefined where
 * it takes one: a key that Kafka reads at start alone, a key that went away, a node that is a controller.
 */
export function dynamicChange(before: string, after: string): Readonly<Record<string, string>> | undefined {
  const roles = (settingsOf(after)["dataops.roles"] ?? "").split(",") as Role[];
  const changes = changedKeys(before, after);
  if (!isDynamicChange(changes, roles)) return undefined;
  return Object.fromEntries(changes.flatMap(({ key, to }) => (to === undefined ? [] : [[key, to]])));
}
