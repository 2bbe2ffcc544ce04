import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { ensureArtefact } from "../../cli/run/artefact/artefact";
import { unpackArtefact } from "../../lab/traffic/kafka-tool";
import { knownVersions } from "../../spec/known-versions";
import {
  allowedUpgrades,
  finalizeSteps,
  metadataVersionLevel,
  metadataVersionName,
  releaseOf,
  releases,
} from "../../spec/releases";
import { jshell, noJars } from "./jshell";

describe("releases", () => {
  it("are those of the lock", () => {
    expect(Object.keys(releases)).toEqual(knownVersions("kafka"));
    expect(() => releaseOf("9.9.9")).toThrow("spec/releases.ts: version; expected one of 3.9.1, 4.1.1; got 9.9.9");
  });

  it.each(Object.entries(releases))("%s names its own metadata.version", (_, { metadataVersion, features }) => {
    expect(metadataVersionName(features["metadata.version"] ?? 0)).toBe(metadataVersion);
    expect(metadataVersionLevel(metadataVersion)).toBe(features["metadata.version"]);
  });

  it("leave kraft.version alone", () => {
    expect(Object.values(releases).flatMap(({ features }) => Object.keys(features))).not.toContain("kraft.version");
  });
});

describe("names of levels", () => {
  it("are Kafka's, and a level that nobody knows is a number", () => {
    expect([1, 21, 27, 28, 0].map(metadataVersionName)).toEqual([
      "3.0-IV1",
      "3.9-IV0",
      "4.1-IV1",
      "level 28",
      "level 0",
    ]);
    expect(metadataVersionLevel("4.9-IV9")).toBeUndefined();
  });
});

describe("where a node may go", () => {
  const versions = ["4.1.1", "3.9.1", "3.9.2", "3.10.0", "4.0.0", "5.0.0"];

  it.each([
    ["3.9.1", ["3.9.2", "3.10.0", "4.0.0", "4.1.1"]],
    ["3.2.0", ["3.9.1", "3.9.2", "3.10.0"]],
    ["4.0.0", ["4.1.1"]],
    ["4.1.1", []],
    ["5.0.0", []],
  ])("from %s", (from, to) => expect(allowedUpgrades(from, versions)).toEqual(to));
});

describe("what is left to finalize", () => {
  it("is metadata.version first, then the rest", () => {
    expect(finalizeSteps("4.1.1", { "metadata.version": 21, "kraft.version": 0 })).toEqual([
      { feature: "metadata.version", from: 21, to: 27 },
      { feature: "eligible.leader.replicas.version", from: 0, to: 1 },
      { feature: "group.version", from: 0, to: 1 },
      { feature: "transaction.version", from: 0, to: 2 },
    ]);
  });

  it("is nothing where all are there, and never down", () => {
    expect(finalizeSteps("4.1.1", releaseOf("4.1.1").features)).toEqual([]);
    expect(finalizeSteps("3.9.1", releaseOf("4.1.1").features)).toEqual([]);
  });
});

describe.skipIf(noJars !== undefined)(`what the jars say${noJars === undefined ? "" : ` (skipped: ${noJars})`}`, () => {
  it.each(Object.entries(releases))("%s: levels and their names", { timeout: 180_000 }, async (version, release) => {
    const libs = await unpackArtefact(await ensureArtefact(version));
    const said = jshell(libs, [
      "import org.apache.kafka.server.common.MetadataVersion;",
      "System.out.println(MetadataVersion.latestProduction());",
      'for (var v : MetadataVersion.values()) if (v.featureLevel() > 0) System.out.println(v.featureLevel() + " " + v.version());',
    ]);
    expect(said[0]).toBe(release.metadataVersion);
    const newest = release.features["metadata.version"] ?? 0;
    const levels = said.slice(1).map((line) => line.split(" "));
    for (const [level, name] of levels.filter(([level]) => Number(level) <= newest))
      expect(`${level} ${metadataVersionName(Number(level))}`).toBe(`${level} ${name}`);
    expect(levels.length).toBeGreaterThan(10);
  });

  it("4.1.1: what a new cluster of each release has", { timeout: 180_000 }, async () => {
    const libs = await unpackArtefact(await ensureArtefact("4.1.1"));
    for (const [version, { features }] of Object.entries(releases)) {
      const minor = version.split(".").slice(0, 2).join(".");
      const said = execFileSync(
        "java",
        [
          ...["-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", `${libs}/*`, "org.apache.kafka.tools.FeatureCommand"],
          ...["--bootstrap-server", "localhost:1", "version-mapping", "--release-version", minor],
        ],
        { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
      );
      const levels = [...said.matchAll(/^([a-z.]+)=(\d+)/gm)].map(([, name, level]) => [name, Number(level)] as const);
      const raised = Object.fromEntries(levels.filter(([name, level]) => level > 0 && name !== "kraft.version"));
      expect(raised).toEqual(Object.fromEntries(Object.entries(features).filter(([, level]) => level > 0)));
    }
  });
});
