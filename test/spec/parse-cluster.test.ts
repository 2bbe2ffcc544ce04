import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { BadInput, parseCluster } from "../../spec";

/** A bad-input case: what is changed in the good files, and every mistake that must be named. */
interface Case {
  readonly text?: string;
  readonly change?: readonly { readonly from: string; readonly to: string }[];
  readonly places?: readonly { readonly from: string; readonly to: string }[];
  readonly configs?: Readonly<Record<string, string>>;
  readonly mistakes: readonly string[];
}

const folder = join(__dirname, "clusters");
const read = (file: string): string => readFileSync(join(folder, file), "utf8");

const change = (text: string, changes: Case["change"] = []): string =>
  changes.reduce((before, { from, to }) => {
    expect(before, `the good file holds ${JSON.stringify(from)}`).toContain(from);
    return before.replace(from, () => to);
  }, text);

const configsOf = (name: string): [string, string][] =>
  readdirSync(join(folder, "configs", name)).map((word) => [word, read(join("configs", name, word))]);

const parseWith = (name: string, { text, change: ofCluster, places, configs = {} }: Partial<Case> = {}) =>
  parseCluster({
    file: `${name}.yaml`,
    text: text ?? change(read(`${name}.yaml`), ofCluster),
    placesFile: "places.yaml",
    placesText: change(read("places.yaml"), places),
    configs: new Map([...configsOf(name), ...Object.entries(configs)]),
    versions: ["3.9.1", "4.1.1"],
  });

const errorOf = (action: () => unknown): unknown => {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
};

const bad = join(__dirname, "cases", "bad");

describe("parseCluster, given a bad file", () => {
  it.each(readdirSync(bad).sort())("%s", (file) => {
    const one = parse(readFileSync(join(bad, file), "utf8")) as Case;
    const error = errorOf(() => parseWith("kafka-write", one));
    expect(error).toBeInstanceOf(BadInput);
    expect((error as BadInput).message.split("\n")).toEqual(one.mistakes);
  });
});

describe("parseCluster, given a good file", () => {
  it("reads dedicated pools", () => {
    const cluster = parseWith("kafka-write");
    expect(cluster).toMatchObject({
      name: "kafka-write",
      kind: "kafka",
      traffic: { in: 20 * 2 ** 20, keep: 12 * 3_600_000, replicas: 3 },
      config: { "min.insync.replicas": "2" },
      ssh: { user: "admin", sudo: true, port: 22 },
      secrets: "prod/kafka-write",
      place: { name: "prod", account: "123456789012", bastion: { port: 22 }, ssh: {} },
      recorded: { cluster: { id: "MkU3OEVBNTcwNTJENDM2Qg", metadataVersion: "3.9-IV0" } },
    });
    expect(cluster.pools["controllers"]?.roles).toEqual(["controller"]);
    expect(cluster.pools["brokers"]).toMatchObject({
      roles: ["broker"],
      disk: { text: "2TiB at 150MiB/s", size: 2 * 2 ** 40, throughput: 150 * 2 ** 20 },
    });
    expect(cluster.nodes.map(({ id }) => id)).toEqual([1, 2, 3, 11, 12, 13]);
    expect(Object.keys(cluster.recorded.nodes)).toEqual(["1", "2", "3", "11", "12", "13"]);
    expect(Object.keys(cluster.listeners)).toEqual(["clients", "brokers"]);
  });

  it("reads combined nodes in a place of one's own", () => {
    const cluster = parseWith("kafka-small");
    expect(cluster.pools["nodes"]).toMatchObject({ roles: ["broker", "controller"], heap: 2 ** 30 });
    expect(cluster.nodes.map(({ generation }) => generation)).toEqual([1, 1, 2]);
    expect(cluster.config["log.segment.bytes"]).toBe("268435456");
    expect(cluster.place.endpoint).toBe("http://10.88.0.2:5000");
    expect(cluster.place.network.ranges).toEqual({});
    expect(cluster.place.state).toHaveProperty("local", join(process.cwd(), "state"));
    expect(cluster.place.ssh.knownHosts).toMatch(/^\/.*known$/);
  });

  it("keeps configuration values as they are written", () => {
    const written = "  a.rate: 1e3\n  a.mask: 0x10\n  a.flag: true\n  a.text: '007'\n  a.date: 2024-01-01\n";
    const from = "  min.insync.replicas: 2\n";
    const { config } = parseWith("kafka-write", { change: [{ from, to: from + written }] });
    expect(config).toEqual({
      "min.insync.replicas": "2",
      "a.rate": "1e3",
      "a.mask": "0x10",
      "a.flag": "true",
      "a.text": "007",
      "a.date": "2024-01-01",
    });
  });

  it.each([
    ["a number in quotes", "num.io.threads: '8'"],
    ["a sign and zeros that Java reads too", "num.io.threads: +008"],
    ["a flag in capitals", "controlled.shutdown.enable: TRUE"],
    ["a ratio with an exponent", "log.cleaner.min.cleanable.ratio: 5e-1"],
    ["a list", "log.cleanup.policy: compact, delete"],
    ["what only 3.9 takes", "log.segment.bytes: 14"],
    ["what the host fills in", "num.io.threads: ${node.id}"],
    ["what Kafka's providers fill in", "config.providers: file\n  num.io.threads: ${file:/etc/io:threads}"],
    ["any value of a key that is not Kafka's", "a.plugin.threads: eight"],
  ])("takes a value that Kafka takes: %s", (_, line) => {
    const from = "  min.insync.replicas: 2\n";
    expect(() => parseWith("kafka-write", { change: [{ from, to: `${from}  ${line}\n` }] })).not.toThrow();
  });

  it("reads the same from Windows line ends and with a byte order mark", () => {
    const text = `\ufeff${read("kafka-write.yaml").replaceAll("\n", "\r\n")}`;
    expect(parseWith("kafka-write", { text })).toEqual(parseWith("kafka-write"));
  });

  it("reads half a roll", () => {
    const from = "  11: { version: 3.9.1";
    const cluster = parseWith("kafka-write", { change: [{ from, to: "  11: { version: 4.1.1" }] });
    expect(cluster.recorded.nodes[11]?.version).toBe("4.1.1");
    expect(cluster.recorded.nodes[12]?.version).toBe("3.9.1");
  });
});
