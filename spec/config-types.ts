import table from "./config-types.json";

/** What Kafka says of the values of a key. */
export interface ConfigType {
  /**
   * Type and valid values in the words of Kafka's `ConfigDef`, e.g. `int [1,...,100]`, `list [compact, delete]`; what
   * `configValueRefusal` reads.
   */
  readonly type: string;
  /** The release that says so; absent: all that have the key. */
  readonly release?: string;
}

/**
 * Types by key, of every broker key of the known releases but `zookeeper.…` and `internal.…`; by release where they
 * differ. From `KafkaConfig.configDef` of the jars: test/spec/config-types.test.ts holds it against them, and writes it
 * anew with `npx vitest run --project unit test/spec/config-types.test.ts -u`.
 */
const types: Readonly<Record<string, string | Readonly<Record<string, string>>>> = table;

/** Broker keys that a known release of Kafka has. */
export const kafkaKeys: readonly string[] = Object.keys(types);

/**
 * What Kafka says of the values of a key: one type, or one of each release where the release is not known and they
 * differ. Empty for a key that is not Kafka's.
 *
 * @param version release whose word counts
 */
export const configTypesOf = (key: string, version?: string): readonly ConfigType[] => {
  const of = Object.hasOwn(types, key) ? types[key] : undefined;
  if (of === undefined) return [];
  if (typeof of === "string") return [{ type: of }];
  const all = Object.entries(of).map(([release, type]) => ({ type, release }));
  const own = all.filter(({ release }) => release === version);
  return own.length > 0 ? own : all;
};
