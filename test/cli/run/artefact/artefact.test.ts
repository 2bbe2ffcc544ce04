import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureArtefact } from "../../../../cli/run/artefact/artefact";
import { artefactChecksums } from "../../../../cli/run/artefact/artefact-checksums";
import { sha256Of } from "../../../../cli/run/artefact/artefact-jars";
import { lockedArtefact } from "../../../../cli/run/artefact/artefact-lock";
import { packJars } from "../../../../cli/run/artefact/artefact-tar";
import { BadInput } from "../../../../spec/mistake";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dataops-artefact-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the lock", () => {
  it("has every release that the roll can fetch", () => {
    expect(Object.keys(artefactChecksums())).toEqual(expect.arrayContaining(["3.9.1", "4.1.1"]));
  });

  it.each(["3.9.1", "4.1.1"])("has Kafka's own jars of %s", (version) => {
    expect(Object.keys(lockedArtefact(version).jars)).toEqual(
      expect.arrayContaining([
        `kafka_2.13-${version}.jar`,
        `kafka-clients-${version}.jar`,
        `kafka-tools-${version}.jar`,
      ]),
    );
  });

  it("names what there is when asked for what there is not", () => {
    expect(() => lockedArtefact("9.9.9")).toThrow(BadInput);
    expect(() => lockedArtefact("9.9.9")).toThrow(/expected one of 3\.9\.1, 4\.1\.1; got 9\.9\.9/);
  });
});

describe("packJars", () => {
  const pack = async (name: string, jars: readonly (readonly [string, string])[], time: Date): Promise<string> => {
    const libs = mkdtempSync(join(folder, "libs-"));
    for (const [jar, text] of jars) {
      writeFileSync(join(libs, jar), text);
      utimesSync(join(libs, jar), time, time);
    }
    await packJars(libs, join(folder, name));
    return sha256Of(join(folder, name));
  };

  it("gives the same bytes whatever the order and the times of the files", async () => {
    const one = await pack(
      "one",
      [
        ["b.jar", "b"],
        ["a.jar", "a"],
        ["a.txt", "no jar"],
      ],
      new Date(0),
    );
    const two = await pack(
      "two",
      [
        ["a.jar", "a"],
        ["b.jar", "b"],
      ],
      new Date(1_700_000_000_000),
    );
    expect(one).toBe(two);
  });

  it("gives a tar that tar reads, with nothing of this machine in it", async () => {
    await pack("tar", [["a.jar", "a"]], new Date());
    const { stdout } = spawnSync("tar", ["--list", "--verbose", "--utc", "--file", join(folder, "tar")], {
      encoding: "utf8",
    });
    expect(stdout).toBe("-rw-r--r-- root/root         1 1970-01-01 00:00 libs/a.jar\n");
  });
});

const noMaven = spawnSync("mvn", ["--version"]).error !== undefined;
if (noMaven && process.env.CI !== undefined) throw new Error("mvn: not found; expected it in PATH");

describe.skipIf(noMaven)("ensureArtefact (skipped where there is no Maven)", () => {
  it("builds what the lock says, keeps it, and builds it again when it was changed", { timeout: 120_000 }, async () => {
    const lines: string[] = [];
    const options = { cacheFolder: folder, log: (line: string) => lines.push(line) };
    const tar = await ensureArtefact("4.1.1", options);
    expect(await sha256Of(tar)).toBe(lockedArtefact("4.1.1").sha256);

    const { mtimeMs } = statSync(tar);
    lines.length = 0;
    expect(await ensureArtefact("4.1.1", options)).toBe(tar);
    expect({ lines, mtimeMs: statSync(tar).mtimeMs }).toEqual({ lines: [], mtimeMs });

    writeFileSync(tar, readFileSync(tar).fill(0, 0, 1));
    await ensureArtefact("4.1.1", options);
    expect(await sha256Of(tar)).toBe(lockedArtefact("4.1.1").sha256);
    expect(lines).not.toEqual([]);
  });
});
