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

/** Dynamic settings of a broker that are of no more use once its process has the recorded config. */
export const staleOverrides = (node: number, observed: Observed): string[] =>
  Object.keys(observed.overrides[node] ?? {}).filter((key) => !isThrottle(key));
