import type { Overrides } from "./broker-overrides";
import { type ConfigEntry, configSource } from "./config-entry";

/**
 * What was set dynamically, out of what a broker told of its configuration, synonyms included.
 *
 * Values are as they were set: the value in effect is Kafka's own spelling of it.
 *
 * @param scope `broker`: on that broker; `cluster`: for all of them
 */
export function readOverrides(configs: readonly ConfigEntry[], scope: "broker" | "cluster"): Overrides {
  const source = scope === "broker" ? configSource.dynamicBroker : configSource.dynamicDefault;
  const set = configs.flatMap(({ name, synonyms }) => {
    const own = synonyms.find((synonym) => synonym.name === name && synonym.source === source);
    return own === undefined ? [] : [[name, own.value ?? null] as const];
  });
  return Object.fromEntries(set);
}
