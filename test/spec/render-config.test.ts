import { describe, expect, it } from "vitest";
import { type Cluster, configWord, effectiveConfig, renderConfig } from "../../spec";
import { fixture } from "./fixture";

const keysOf = (text: string): string[] =>
  text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.slice(0, line.indexOf("=")));

const linesOf = (text: string): string[] => text.split("\n");

const write = fixture("kafka-write");
const small = fixture("kafka-small");
const withConfig = (cluster: Cluster, config: Record<string, string>): Cluster => ({
  ...cluster,
  config: { ...cluster.config, ...config },
});

describe("renderConfig", () => {
  it("gives brokers what people set, over the defaults, under what identity needs", () => {
    const lines = linesOf(renderConfig(withConfig(write, { "num.recovery.threads.per.data.dir": "8" }), "brokers"));
    expect(lines).toEqual(
      expect.arrayContaining([
        "num.recovery.threads.per.data.dir=8",
        "min.insync.replicas=2",
        "default.replication.factor=3",
        "offsets.topic.replication.factor=3",
        "log.retention.ms=43200000",
        "unclean.leader.election.enable=false",
        "auto.create.topics.enable=false",
        "process.roles=broker",
        "node.id=${node.id}",
        "broker.rack=${node.zone}",
        "listeners=BROKERS://${node.address}:9094,CLIENTS://${node.address}:9092",
        "inter.broker.listener.name=BROKERS",
        "controller.quorum.bootstrap.servers=10.77.1.11:9093,10.77.2.11:9093,10.77.3.11:9093",
        "dataops.roles=broker",
        "dataops.cluster.id=MkU3OEVBNTcwNTJENDM2Qg",
        `dataops.heap=${4 * 2 ** 30}`,
      ]),
    );
  });

  it("gives controllers only what controllers need", () => {
    expect(keysOf(renderConfig(write, "controllers"))).toEqual([
      "controller.listener.names",
      "controller.quorum.bootstrap.servers",
      "dataops.cluster.id",
      "dataops.heap",
      "dataops.jvm",
      "dataops.roles",
      "dataops.voters",
      "default.replication.factor",
      "listener.security.protocol.map",
      "listeners",
      "log.dirs",
      "min.insync.replicas",
      "node.id",
      "process.roles",
      "unclean.leader.election.enable",
    ]);
  });

  it("gives combined nodes both", () => {
    const lines = linesOf(renderConfig(small, "nodes"));
    expect(lines).toContain("process.roles=broker,controller");
    expect(lines).toContain(
      "listeners=BROKERS://${node.address}:9094,CLIENTS://${node.address}:9092,CONTROLLERS://${node.address}:9093,MIRROR://${node.address}:9095",
    );
    expect(lines).toContain(`dataops.heap=${2 ** 30}`);
  });

  it("is sorted, each key once", () => {
    for (const [cluster, pool] of [
      [write, "brokers"],
      [write, "controllers"],
      [small, "nodes"],
    ] as const) {
      const keys = keysOf(renderConfig(cluster, pool));
      expect(keys).toEqual([...new Set(keys)].sort());
    }
  });

  it("does not depend on the order of the file", () => {
    const backwards: Cluster = {
      ...write,
      config: Object.fromEntries(Object.entries(withConfig(write, { a: "1", b: "2" }).config).reverse()),
      listeners: Object.fromEntries(Object.entries(write.listeners).reverse()),
    };
    expect(renderConfig(backwards, "brokers")).toBe(renderConfig(withConfig(write, { a: "1", b: "2" }), "brokers"));
  });

  it("leaves the controllers' word alone when a key of brokers changes", () => {
    const changed = withConfig(write, { "log.segment.bytes": "1048576", "offsets.retention.minutes": "60" });
    expect(effectiveConfig(changed, "controllers")).toEqual(effectiveConfig(write, "controllers"));
    expect(effectiveConfig(changed, "brokers").word).not.toBe(effectiveConfig(write, "brokers").word);
  });

  it("does not depend on versions, images, disks or what is recorded of nodes", () => {
    const other: Cluster = { ...write, version: "4.1.1", image: "other", recorded: { ...write.recorded, nodes: {} } };
    expect(renderConfig(other, "brokers")).toBe(renderConfig(write, "brokers"));
  });

  it("writes values as Java reads them", () => {
    const lines = linesOf(renderConfig(withConfig(write, { "super.users": "User:CN=a\\,b", "a.b": " c" }), "brokers"));
    expect(lines).toContain("super.users=User:CN=a\\\\,b");
    expect(lines).toContain("a.b=\\ c");
  });

  it("refuses a pool that is not there", () => {
    expect(() => renderConfig(write, "none")).toThrow("kafka-write: no pool none");
  });
});

describe("configWord", () => {
  it("is eight letters from k to z, of the content's SHA-256", () => {
    // The SHA-256 of nothing begins e3b0c442.
    expect(configWord("")).toBe("ynvkwoom");
  });
});
