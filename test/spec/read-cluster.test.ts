import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  BadInput,
  clustersFolder,
  configWord,
  effectiveConfig,
  listClusters,
  packageRoot,
  readCluster,
  readConfig,
  readConfigs,
  readPlace,
  readPlaces,
  writeConfig,
} from "../../spec";
import { fixtures } from "./fixture";

const folder = { path: "", before: process.env["DATAOPS_CLUSTERS"] };

beforeEach(() => {
  folder.path = mkdtempSync(join(tmpdir(), "clusters-"));
  cpSync(fixtures, folder.path, { recursive: true });
  process.env["DATAOPS_CLUSTERS"] = folder.path;
});

afterEach(() => {
  rmSync(folder.path, { recursive: true, force: true });
  if (folder.before === undefined) delete process.env["DATAOPS_CLUSTERS"];
  else process.env["DATAOPS_CLUSTERS"] = folder.before;
});

describe("readCluster", () => {
  it("reads a cluster of the folder that is named", () => {
    const cluster = readCluster("kafka-small", "kafka");
    expect(clustersFolder()).toBe(folder.path);
    expect(cluster.file).toBe(join(folder.path, "kafka-small.yaml"));
    expect(cluster.place.state).toEqual({ local: join(folder.path, "state") });
    expect(cluster.place.ssh.key).toBe(join(folder.path, "keys", "id"));
  });

  it("names the clusters there are when it knows none of that name", () => {
    expect(listClusters()).toEqual(["kafka-small", "kafka-write"]);
    expect(() => readCluster("kafka-wriet")).toThrow("unknown cluster; expected kafka-write; got kafka-wriet");
    expect(() => readCluster("x")).toThrow("unknown cluster; expected one of kafka-small, kafka-write; got x");
    expect(() => readCluster("../places")).toThrow(BadInput);
    expect(() => readCluster("places")).toThrow(BadInput);
  });

  it("says so when there is no folder", () => {
    process.env["DATAOPS_CLUSTERS"] = join(folder.path, "none");
    expect(listClusters()).toEqual([]);
    expect(() => readCluster("kafka-write")).toThrow("unknown cluster; expected a file there; there are none");
  });

  it("says so when there are no places", () => {
    rmSync(join(folder.path, "places.yaml"));
    expect(() => readCluster("kafka-write")).toThrow("places.yaml:1:1: no such file");
  });
});

describe("places", () => {
  it("are read by name", () => {
    expect(readPlaces().map(({ name }) => name)).toEqual(["prod", "own"]);
    expect(readPlace("own").network.zones["euw1-az2"]).toEqual({ subnet: "subnet-2", cidr: "10.88.1.16/28" });
    expect(() => readPlace("prdo")).toThrow("unknown place; expected prod; got prdo");
  });

  it("are refused with every mistake", () => {
    writeFileSync(join(folder.path, "places.yaml"), "prod: { account: 1 }\nOwn: {}\n");
    expect(() => readPlaces()).toThrow(/prod\.account: wrong type(.|\n)*prod\.region: missing(.|\n)*Own: unusable key/);
  });
});

describe("recorded configs", () => {
  it("are kept under their word, once", () => {
    const first = writeConfig("kafka-new", "a=1\n");
    expect(first).toEqual({
      word: configWord("a=1\n"),
      file: join(folder.path, "configs", "kafka-new", first.word),
      changed: true,
    });
    expect(writeConfig("kafka-new", "a=1\n").changed).toBe(false);
    expect(readConfig("kafka-new", first.word)).toBe("a=1\n");
    expect(readdirSync(join(folder.path, "configs", "kafka-new"))).toEqual([first.word]);
  });

  it("are never overwritten, and a changed one is noticed", () => {
    const { word, file } = writeConfig("kafka-new", "a=1\n");
    writeFileSync(file, "a=2\n");
    expect(() => writeConfig("kafka-new", "a=1\n")).toThrow(`content was changed; expected ${word}`);
    expect(() => readConfig("kafka-new", word)).toThrow("content was changed");
    expect(readFileSync(file, "utf8")).toBe("a=2\n");
    expect(() => readConfig("kafka-new", "kkkkkkkk")).toThrow("no such recorded config");
  });

  it("are none where there is no folder", () => {
    expect(readConfigs("kafka-none").size).toBe(0);
  });
});

describe("the shipped clusters", () => {
  it("are good, and record what they should be", () => {
    process.env["DATAOPS_CLUSTERS"] = join(packageRoot(), "clusters");
    for (const name of listClusters()) {
      const cluster = readCluster(name, "kafka");
      for (const { id, pool } of cluster.nodes) {
        // After a change of a default: npx tsx scripts/example.ts
        expect(cluster.recorded.nodes[id]).toMatchObject({
          version: cluster.version,
          config: effectiveConfig(cluster, pool).word,
          image: cluster.image,
          type: cluster.pools[pool]?.type,
          disk: cluster.pools[pool]?.disk,
        });
      }
      const recorded = new Set(Object.values(cluster.recorded.nodes).map(({ config }) => config));
      expect([...readConfigs(name).keys()].sort()).toEqual([...recorded].sort());
    }
  });
});
