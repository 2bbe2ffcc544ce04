import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../../spec";

const main = join(packageRoot(), "dist", "cli", "main.js");

/** Words as a shell would give them; `""` is an empty one. */
const wordsOf = (typed: string): string[] => typed.split(" ").map((word) => (word === '""' ? "" : word));

/** What is typed, and what has to be said about it. */
const cases: readonly (readonly [typed: string, said: RegExp])[] = [
  ["rolls kafka-write", /unknown command 'rolls'/],
  ["roll", /missing required argument 'cluster'/],
  ["roll kafka-writ --yes", /unknown cluster; expected kafka-write; got kafka-writ/],
  ["roll kafka-write", /nobody is there to say yes; expected --yes/],
  ["roll kafka-write --yes --frobnicate", /unknown option '--frobnicate'/],
  ["roll kafka-write --yes --override min-ISR=x", /no gate is named min-ISR; there are .*min-isr/],
  ["roll kafka-write --yes --override min-isr", /expected min-isr=REASON; the reason is kept/],
  ["roll kafka-write --yes --override min-isr=", /expected min-isr=REASON; the reason is kept/],
  ["roll kafka-write --yes --override disk-formed=x", /disk-formed is what a record rests on/],
  ["roll kafka-write --yes --accept orders", /expected TOPIC=REASON/],
  [
    "roll kafka-write --yes --set config.num.io.threads=abc",
    /config\.num\.io\.threads: not a value that Kafka takes; expected a whole number from 1; got abc/,
  ],
  ["roll kafka-write --yes --set colour=red", /--set colour=red: cannot be set; expected version, image/],
  ["roll kafka-write --yes --set version", /--set version: cannot be set/],
  ["roll kafka-write --yes --set config.nothing.there=1", /not in .*; add the key there first/],
  ["roll kafka-write --yes --set version=4.1.1 --set version=3.9.1", /--set version: given twice/],
  ["roll kafka-write --yes --set version=9.9.9", /unknown version|expected one of 3\.9\.1, 4\.1\.1/],
  ["roll kafka-write --yes --set brokers.disk=1GiB", /never shrink|smaller/],
  ["roll kafka-write --yes --only 99", /--only: no node 99 in .*; there are 1, 2, 3, 11, 12, 13/],
  ["roll kafka-write --yes --only 11,twelve", /expected node ids separated by commas/],
  ["roll kafka-write --yes --only 11 --replace 12", /cannot be used with option/],
  ["roll kafka-write --yes --lost-disk", /--lost-disk: expected --replace ID beside it/],
  ["roll kafka-write --yes --replace 99", /--replace: no node 99/],
  ["roll kafka-write --yes --max-parallel 0", /expected a whole number from 1/],
  ["roll kafka-write --yes --max-parallel -1", /expected a whole number from 1/],
  ["roll kafka-write --yes --max-parallel two", /expected a whole number from 1/],
  ["roll kafka-write --yes --pause-after 0", /expected a whole number from 1/],
  ["roll kafka-write --yes --bake soon", /expected a duration such as 30s/],
  ["roll kafka-write --yes --max-duration 5", /expected a duration such as 30s/],
  ["roll kafka-write --yes --playbook nothing", /playbook nothing: not found; expected playbooks\/nothing\.yaml/],
  ["roll kafka-write --yes --playbook kafka-roll.yaml", /expected kafka-roll, without \.yaml/],
  ["roll kafka-write --yes --playbook ../../etc/passwd", /expected NAME of playbooks\/NAME\.yaml/],
  ['roll kafka-write --yes --playbook ""', /expected NAME of playbooks\/NAME\.yaml.*got an empty text/],
  ["roll kafka-write --yes --override =x", /expected GATE=REASON.*got =x/],
  [
    "roll kafka-write --yes --override min-isr=x --override min-isr=y",
    /min-isr is given twice; expected each gate once/,
  ],
  ["roll kafka-write --yes --accept orders=x --accept orders=y", /orders is given twice; expected each once/],
  ["roll kafka-write --yes --max-parallel 1 --max-parallel 2", /given twice; expected once/],
  ["roll kafka-write --yes --report a.html --no-report", /'--no-report' cannot be used with option '--report <file>'/],
  ["roll kafka-write --yes --no-report --report a.html", /--no-report stands beside it; expected one of the two/],
  ['roll kafka-write --yes --report ""', /expected the path of a file; got an empty text/],
  ['roll kafka-write --yes --canary ""', /expected a topic's name.*got an empty text/],
  ["roll kafka-write --yes --canary orders/eu", /expected a topic's name.*got orders\/eu/],
  [`roll kafka-write --yes --canary ${"a".repeat(250)}`, /expected a topic's name: 1 to 249 letters/],
  ["roll kafka-write --yes --bake 169h", /expected at most 168h/],
  ["roll kafka-write --yes --max-duration 99999h", /expected at most 720h/],
  ["rollback kafka-write", /rollback: nobody is there to say yes; expected --yes/],
  ["rollback kafka-write --yes --playbook nothing", /playbook nothing: not found/],
  ["rollback kafka-writ --yes", /unknown cluster/],
  ['--clusters "" status kafka-write', /--clusters: expected the folder of the cluster files; got an empty text/],
  ["help rolls", /^/],
  ["plan kafka-write --max-parallel 0", /expected a whole number from 1/],
  ["rollback kafka-write --only 11", /unknown option '--only'/],
  ["finalize kafka-write", /nobody is there to say yes; expected --yes/],
  ["history kafka-write --html out.html", /--html: expected the id of a roll beside it/],
  ["docs", /^/],
];

describe.skipIf(!existsSync(main) && !process.env["CI"])("bad input", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "dataops-bad-input-"));
    cpSync(join(packageRoot(), "clusters"), folder, { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(cases)(
    "dataops %s",
    (typed, said) => {
      const file = join(folder, "kafka-write.yaml");
      const before = readFileSync(file, "utf8");
      const ran = spawnSync(process.execPath, [main, ...wordsOf(typed)], {
        encoding: "utf8",
        // Nothing answers there: whoever connects first would say so, and not end with 64.
        env: { ...process.env, DATAOPS_CLUSTERS: folder, AWS_ENDPOINT_URL: "http://127.0.0.1:9" },
      });
      expect({ code: ran.status, said: `${ran.stdout}${ran.stderr}` }).toEqual({
        code: 64,
        said: expect.stringMatching(said) as string,
      });
      expect(readFileSync(file, "utf8")).toBe(before);
    },
    30_000,
  );

  it("a version that is no allowed step names those that are", () => {
    const file = join(folder, "kafka-write.yaml");
    const text = readFileSync(file, "utf8");
    const records = text.replace(/\{ version: 3\.9\.1, config/g, "{ version: 4.1.1, config");
    writeFileSync(file, records);
    const { status, stderr } = spawnSync(process.execPath, [main, "roll", "kafka-write", "--yes"], {
      encoding: "utf8",
      env: { ...process.env, DATAOPS_CLUSTERS: folder },
    });
    const line = text.split("\n").findIndex((one) => one.startsWith("version:")) + 1;
    expect(stderr).toBe(
      `${file}:${line}:10: version: no allowed step from 4.1.1, which nodes 1, 2, 3, 11, 12, 13 run; expected 4.1.1 (a roll never takes a node down a version, dataops rollback does); got 3.9.1\n`,
    );
    expect(status).toBe(64);
  }, 30_000);
});

describe.skipIf(!existsSync(main) && !process.env["CI"])("help", () => {
  const ask = (...words: string[]) => spawnSync(process.execPath, [main, ...words], { encoding: "utf8" });

  it("is a word as well, alone and before a command", () => {
    expect(ask("help")).toMatchObject({ status: 0, stdout: ask("--help").stdout });
    expect(ask("help", "roll")).toMatchObject({ status: 0, stdout: ask("roll", "--help").stdout });
  }, 30_000);

  it("tells no default of nothing", () => {
    expect(ask("roll", "--help").stdout).not.toMatch(/default:\s+(\{\}|\[\]|false)/);
  }, 30_000);
});
