import { describe, expect, it } from "vitest";
import { type ConfigEntry, configSource } from "../../../cli/facts/config-entry";
import { readOverrides } from "../../../cli/facts/read-overrides";

const { dynamicBroker, dynamicDefault, staticBroker, kafkaDefault } = configSource;
const entry = (name: string, synonyms: readonly (readonly [number, string | null, string?])[]): ConfigEntry => ({
  ...{ name, value: synonyms[0]?.[1] ?? null, readOnly: false },
  synonyms: synonyms.map(([source, value, as]) => ({ name: as ?? name, value, source })),
});

describe("overrides, out of what a broker told of its configuration", () => {
  const configs = [
    entry("num.io.threads", [
      [dynamicBroker, "4"],
      [dynamicDefault, "6"],
      [staticBroker, "8"],
    ]),
    entry("log.retention.ms", [
      [dynamicDefault, "1000"],
      [staticBroker, "24", "log.retention.hours"],
    ]),
    entry("ssl.key.password", [[dynamicBroker, null]]),
    entry("message.max.bytes", [[kafkaDefault, "1048588"]]),
  ];

  it("has those of the broker and those of the cluster apart, and no value of a secret", () => {
    expect(readOverrides(configs, "broker")).toEqual({ "num.io.threads": "4", "ssl.key.password": null });
    expect(readOverrides(configs, "cluster")).toEqual({ "num.io.threads": "6", "log.retention.ms": "1000" });
  });
});
