import { ownerOf } from "../config-keys";
import { configTypesOf } from "../config-types";
import { configValueRefusal } from "../config-value";
import type { Finding } from "../source";
import type { Check, Checked } from "./check";
import { internalTopicsFit, minIsrLeavesRoom } from "./replication";
import { configValuesAreOneLine } from "./settings";

/** Checks that say more of a value than Kafka does: each mistake is told once. */
const stricter: readonly Check[] = [configValuesAreOneLine, internalTopicsFit, minIsrLeavesRoom];

/** Whether the value that the broker reads is another: the host fills one kind in, Kafka's providers the other. */
const isFilledIn = (value: string, config: Checked["config"]): boolean =>
  /\$\{node\.(id|address|zone)\}/.test(value) || ("config.providers" in config && /\$\{[^}:]+:[^}]*\}/.test(value));

/** A key that needs a restart would show its mistake only in a broker that does not start. */
export const configValuesAreKafkas: Check = {
  name: "every value of a key of Kafka's is one that Kafka takes",
  find: (of) => {
    const told = stricter.flatMap(({ find }) => find(of)).map(({ path }) => path[1]);
    return Object.entries(of.config).flatMap(([key, value]): Finding[] => {
      if (ownerOf(key) !== undefined || told.includes(key) || isFilledIn(value, of.config)) return [];
      const refusals = configTypesOf(key, of.version).map(({ type, release }) => {
        const expected = configValueRefusal(type, value);
        return expected === undefined || release === undefined ? expected : `${expected}, in Kafka ${release}`;
      });
      // While nobody knows the release, a value that one of them takes may be good.
      if (refusals.includes(undefined)) return [];
      const expected = refusals.at(-1);
      return expected === undefined
        ? []
        : [
            {
              path: ["config", key],
              what: "not a value that Kafka takes",
              expected,
              got: value.trim() === "" ? JSON.stringify(value) : value,
            },
          ];
    });
  },
};
