import { describe, expect, it } from "vitest";
import { renderConfig } from "../../spec";
import { ownerOf } from "../../spec/config-keys";
import { changedKeys, dynamicKeys, isDynamicChange, isDynamicKey } from "../../spec/dynamic-keys";
import { fixture } from "./fixture";

const text = (lines: Record<string, string>): string =>
  `# a comment=1\n${Object.entries(lines)
    .map(([key, value]) => `${key}=${value}\n`)
    .join("")}`;

describe("keys in which two configs differ", () => {
  it("are sorted, with what they were and what they are", () => {
    const before = text({ z: "1", same: "1", gone: "a=b" });
    const after = text({ z: "2", same: "1", "new.key": "" });
    expect(changedKeys(before, after)).toEqual([
      { key: "gone", from: "a=b" },
      { key: "new.key", to: "" },
      { key: "z", from: "1", to: "2" },
    ]);
  });

  it("have values as the broker reads them", () => {
    expect(changedKeys(text({}), text({ a: "\\ b\\\\c" }))).toEqual([{ key: "a", to: " b\\c" }]);
  });

  it("are those that somebody changed at the top of the file", () => {
    const cluster = fixture("kafka-write");
    const changed = { ...cluster, config: { ...cluster.config, "compression.type": "zstd" } };
    const changes = changedKeys(renderConfig(cluster, "brokers"), renderConfig(changed, "brokers"));
    expect(changes).toEqual([{ key: "compression.type", to: "zstd" }]);
  });

  it("are none where only the comment differs", () => {
    expect(changedKeys("# one\na=1\n", "# two\na=1\n")).toEqual([]);
  });
});

describe("a change without a restart", () => {
  const from = (key: string, before: string, after: string) => ({ key, from: before, to: after });

  it("is one of dynamic keys on a broker that is no controller", () => {
    const changes = [from("log.retention.ms", "1", "2"), { key: "compression.type", to: "zstd" }];
    expect(isDynamicChange(changes, ["broker"])).toBe(true);
    expect(isDynamicChange([], ["broker"])).toBe(true);
    expect(isDynamicChange(changes, ["broker", "controller"])).toBe(false);
    expect(isDynamicChange(changes, ["controller"])).toBe(false);
  });

  it.each([
    ["a key that is read at start", from("socket.send.buffer.bytes", "1", "2")],
    ["the host program's own", from("dataops.heap", "1", "2")],
    ["listeners", from("listeners", "BROKERS://a:1", "BROKERS://a:2")],
    ["what controllers go by too", from("min.insync.replicas", "2", "1")],
    ["a key that went away", { key: "log.retention.ms", from: "1" }],
    ["a value that the host fills in", from("compression.type", "a", "${node.id}")],
    ["more than twice the threads", from("num.io.threads", "8", "17")],
    ["less than half the threads", from("num.replica.fetchers", "4", "1")],
    ["threads, where nobody knows how many there are", { key: "num.io.threads", to: "16" }],
  ])("is none: %s", (_, change) => {
    expect(isDynamicChange([change, from("log.retention.ms", "1", "2")], ["broker"])).toBe(false);
  });

  it("may double and halve the threads", () => {
    const changes = [from("num.io.threads", "8", "16"), from("num.network.threads", "3", "1")];
    expect(isDynamicChange(changes, ["broker"])).toBe(true);
  });

  it("never is one of a key that dataops makes, but for retention", () => {
    const owned = [...dynamicKeys].filter((key) => ownerOf(key) !== undefined);
    expect(owned).toEqual(["log.retention.ms"]);
    expect(isDynamicKey("log.retention.ms")).toBe(true);
  });
});
