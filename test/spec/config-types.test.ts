import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureArtefact } from "../../cli/run/artefact/artefact";
import { unpackArtefact } from "../../lab/traffic/kafka-tool";
import { ownerOf } from "../../spec/config-keys";
import { configTypesOf, kafkaKeys } from "../../spec/config-types";
import { configValueRefusal } from "../../spec/config-value";
import { knownVersions } from "../../spec/known-versions";
import { jshell, noJars } from "./jshell";

describe("types of keys", () => {
  it.each([
    ["num.io.threads", "3.9.1", [{ type: "int [1,...]" }]],
    ["log.segment.bytes", "4.1.1", [{ type: "int [1048576,...]", release: "4.1.1" }]],
    ["log.segment.bytes", "3.9.1", [{ type: "int [14,...]", release: "3.9.1" }]],
    ["a.plugin.key", "3.9.1", []],
    ["constructor", "3.9.1", []],
  ])("%s in %s", (key, version, types) => expect(configTypesOf(key, version)).toEqual(types));

  it.each([undefined, "9.9.9"])("are those of every release for %s", (version) => {
    expect(configTypesOf("log.segment.bytes", version).map(({ release }) => release)).toEqual(["3.9.1", "4.1.1"]);
  });
});

describe("a value", () => {
  it.each([
    ["int [1,...]", "eight", "a whole number from 1"],
    ["int [1,...]", "0", "a whole number from 1"],
    ["int [1,...]", "2147483648", "a whole number from 1 to 2147483647"],
    ["int", "99999999999", "a whole number from -2147483648 to 2147483647"],
    ["int [1,...,9] or -1", "0", "a whole number from 1 to 9 or -1"],
    ["long", "1.5", "a whole number"],
    ["double [0,...,0.5]", "0.6", "a number from 0 to 0.5"],
    ["boolean", "yes", "true or false"],
    ["string [gzip, zstd]", "GZIP", "one of gzip, zstd"],
    ["string non-empty", " ", "a text that is not empty"],
    ["list [compact, delete]", "compact,remove", "any of compact, delete, with commas between"],
    ["class", "not a class", "the full name of a class"],
    ["int [1,...]", " 8 ", undefined],
    ["string (case insensitive) [UPGRADE]", "upgrade", undefined],
    ["list [compact, delete]", "compact, delete", undefined],
    ["password", "", undefined],
  ])("%s: %j", (type, value, expected) => expect(configValueRefusal(type, value)).toBe(expected));

  it("of a type that nobody knows is an error", () => {
    expect(() => configValueRefusal("colour", "red")).toThrow(
      "spec/config-types.json: unknown type; expected boolean, int or another of Kafka's; got colour",
    );
  });
});

/** Values at the edges of every type and of the ranges and enumerations that there are. */
const values = [
  ...["", " ", "true", "TRUE", " false ", "yes", "eight", "null", "0", "1", "-1", "-2", "-3", "+5", "-5", "007", "1.0"],
  ...["1.", ".5", "0.5", "0.51", "1.5f", "2D", "1e3", "1e999", "NaN", "nan", "Infinity", "-Infinity", "1_000", "1,000"],
  ...["0x10", "8", "9", "10", "12", "13", "14", "17", "18", "22", "23", "99", "100", "101", "999", "1000", "1001"],
  ...["1023", "1024", "3600", "3601", "9999", "10000", "10001", "29999", "30000", "30001", "60000", "60001", "86400"],
  ...["86401", "3600000", "3600001", "1048575", "1048576", "8388607", "8388608", "32767", "32768", "-32768", "-32769"],
  ...["-131072", "-131073", "2147483647", "2147483648", "-2147483648", "-2147483649", "9223372036854775807"],
  ...["9223372036854775808", "-9223372036854775808", "-9223372036854775809", "compact", "Compact", "compact,delete"],
  ...[" compact , delete ", "compact,", ",", "compact,compact", "gzip", "GZIP", "producer", "none", "required"],
  ...["CreateTime", "createtime", "es256", "upgrade", "classic,consumer", "share", "unknown", "streams", "PLAINTEXT"],
  ...["java.lang.String", "not a class", "no.such.Class"],
];

const ask = [
  "import org.apache.kafka.common.config.ConfigDef;",
  `var values = new String[] { ${values.map((value) => JSON.stringify(value)).join(", ")} };`,
  "char taken(ConfigDef.ConfigKey k, String v) { try { Object o = ConfigDef.parseType(k.name, v, k.type); if (k.validator != null) k.validator.ensureValid(k.name, o); return '+'; } catch (Exception e) { return '-'; } }",
  'String all(ConfigDef.ConfigKey k) { var s = ""; for (var v : values) s += taken(k, v); return s; }',
  'for (var k : kafka.server.KafkaConfig.configDef().configKeys().values()) System.out.println(k.name + "\\t" + k.type + "\\t" + (k.validator == null ? "" : k.validator) + "\\t" + all(k));',
];

/** Ranges and enumerations as Kafka prints them; of the rest what can be said as shortly. */
const validOf = (said: string): string => {
  if (said === "non-empty string") return "non-empty";
  // `RemoteLogManagerConfig` of 3.9 says this in prose.
  if (said.startsWith("The default value of -1 means")) return "[1,...] or -1";
  return /^(\(case insensitive\) )?\[(?!0\.8\.0,).*\]( or -?\d+)?$/.test(said) ? said : "";
};

interface Said {
  readonly type: string;
  /** For each of {@link values} `+` or `-`. */
  readonly taken: string;
}

const saidOf = async (version: string): Promise<ReadonlyMap<string, Said>> =>
  new Map(
    jshell(await unpackArtefact(await ensureArtefact(version)), ask)
      .map((line) => line.split("\t"))
      .filter(([key = ""]) => !/^(zookeeper|internal)\./.test(key))
      .map(([key = "", type = "", valid = "", taken = ""]) => [
        key,
        { type: `${type.toLowerCase()} ${validOf(valid)}`.trim(), taken },
      ]),
  );

describe.skipIf(noJars !== undefined)(
  `what the jars say of keys${noJars === undefined ? "" : ` (skipped: ${noJars})`}`,
  () => {
    const versions = knownVersions("kafka");
    const jars = new Map<string, ReadonlyMap<string, Said>>();

    beforeAll(async () => {
      for (const version of versions) jars.set(version, await saidOf(version));
    }, 300_000);

    it("is the table", async () => {
      const keys = [...new Set([...jars.values()].flatMap((said) => [...said.keys()]))].sort();
      const table = keys.map((key) => {
        const types = [...jars].flatMap(([version, said]) => {
          const type = said.get(key)?.type;
          return type === undefined ? [] : [[version, type] as const];
        });
        const [[, first] = ["", ""]] = types;
        return [key, types.every(([, type]) => type === first) ? first : Object.fromEntries(types)] as const;
      });
      await expect(`${JSON.stringify(Object.fromEntries(table), null, 2)}\n`).toMatchFileSnapshot(
        join(__dirname, "..", "..", "spec", "config-types.json"),
      );
    });

    it.each(versions)("%s: its keys take and refuse the same values", (version) => {
      const said = jars.get(version) ?? new Map<string, Said>();
      const differences = [...said]
        .filter(([key]) => ownerOf(key) === undefined)
        .flatMap(([key, { taken }]) => {
          const [{ type } = { type: "" }] = configTypesOf(key, version);
          return values.flatMap((value, index) => {
            const here = configValueRefusal(type, value) === undefined ? "+" : "-";
            // Only the broker knows its classes.
            if (here === taken[index] || (type === "class" && here === "+")) return [];
            return [`${key}: ${type}: ${JSON.stringify(value)}: Kafka ${taken[index]}, here ${here}`];
          });
        });
      expect(differences).toEqual([]);
      expect(said.size).toBeGreaterThan(300);
    });
  },
);

it("every key is known once", () => expect(new Set(kafkaKeys).size).toBe(kafkaKeys.length));
