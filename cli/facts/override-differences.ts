import type { Observed } from "./observed";
import { settingsOf } from "./settings";
import type { Difference, Target } from "./target";

/** Throttles are set and taken away by whoever moves partitions; they are no configuration. */
const isThrottle = (key: string): boolean => key.endsWith(".replication.throttled.rate");

/** Dynamic settings of a broker that shadow what its recorded config says. */
export function overrideDifferences(node: number, target: Target, observed: Observed): Difference[] {
  const text = observed.configs[target.config];
  if (text === undefined) return [];
  const settings = settingsOf(text);
  return Object.entries(observed.overrides[node] ?? {})
    .filter(([key, value]) => !isThrottle(key) && settings[key] !== value)
    .map(([key, value]) => ({
      what: "override",
      expected: `${key}=${settings[key] ?? "(Kafka's default)"}`,
      got: `${key}=${value ?? "(secret)"}`,
    }));
}

/**
 * Dynamic settings of the whole cluster that shadow a recorded config. Kafka makes some of them itself: raising
 * `eligible.leader.replicas.version` pins `min.insync.replicas`, and the file has no say in it from then on.
 */
export function defaultDifferences(node: number, target: Target, observed: Observed): Difference[] {
  const settings = settingsOf(observed.configs[target.config] ?? "");
  return Object.entries(observed.defaults)
    .filter(([key, value]) => key in settings && settings[key] !== value && !(key in (observed.overrides[node] ?? {})))
    .map(([key, value]) => ({
      what: "override",
      expected: `${key}=${settings[key] ?? ""}`,
      got: `${key}=${value ?? "(secret)"}, set for the whole cluster`,
    }));
}

/** Dynamic settings of a broker that are of no more use once its process has the recorded config. */
export const staleOverrides = (node: number, observed: Observed): string[] =>
  Object.keys(observed.overrides[node] ?? {}).filter((key) => !isThrottle(key));
