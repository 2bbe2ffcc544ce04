import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isReachable, type NodeReport } from "../../cli/facts/node-report";
import type { Observed } from "../../cli/facts/observed";
import { readConsole } from "../../lab";
import { runCommand } from "../../lab/run-command";
import { countRecords } from "../../lab/traffic/count-records";
import { createTopic } from "../../lab/traffic/create-topic";
import { Producer } from "../../lab/traffic/producer";
import { volumeFile } from "../../lab/volumes/volume-files";
import { clusterFile } from "../../spec";
import { describeInLab } from "./can-run-lab";
import {
  apply,
  bootstrap,
  cluster,
  dataops,
  deployed,
  instanceOf,
  kafkaLibs,
  name,
  onNode,
  start,
  terminate,
  until,
  wellAndEqual,
} from "./deployed";

const reportOf = (observed: Observed, id: number): NodeReport => {
  const report = observed.nodes[id];
  if (report === undefined || !isReachable(report))
    throw new Error(`node ${id}: ${report?.unreachable ?? "not asked"}`);
  return report;
};

/** One cluster for all; each test leaves it well, the last one does not. */
describeInLab("a Kafka write tier", () => {
  let libs = "";
  let producer: Producer | undefined;

  beforeAll(async () => {
    await deployed();
    libs = await kafkaLibs();
  }, 600_000);

  afterAll(() => producer?.stop());

  it("forms by userdata alone, and is what its record says", async () => {
    const observed = await until("formed", wellAndEqual);
    expect(isReachable(observed.kafka) && observed.kafka.clusterId).toBe(cluster().recorded.cluster.id);
    expect(isReachable(observed.kafka) && observed.kafka.quorum.voters.map((v) => v.id).sort()).toEqual([1, 2, 3]);
    expect(await dataops("status", name)).toMatchObject({ code: 0 });
  });

  it("runs join again and changes nothing", async () => {
    const before = reportOf(await until("well", wellAndEqual), 11);
    const said = JSON.parse(await onNode(11, "/usr/local/sbin/dataops-host", "join")) as { changed: boolean };
    expect(said.changed).toBe(false);
    expect(reportOf(await until("well", wellAndEqual), 11).service.pid).toBe(before.service.pid);
  });

  it("proves that code, cloud and fleet are one, and each control sees something", async () => {
    const { code, out } = await dataops("verify", name, "--json");
    const proof = JSON.parse(out) as {
      cloud: { differences: string[]; control: number };
      fleet: { control: number };
      configs: { control: number };
    };
    expect(proof.cloud).toMatchObject({ differences: [], control: 1 });
    expect(proof.fleet.control).toBe(1);
    expect(proof.configs.control).toBeGreaterThan(0);
    expect(code).toBe(0);
  });

  it("refuses to roll what needs nothing, and touches nothing", async () => {
    const before = readFileSync(clusterFile(name), "utf8");
    expect(await dataops("plan", name)).toMatchObject({ code: 0 });
    expect(readFileSync(clusterFile(name), "utf8")).toBe(before);
  });

  it("sees a file that was edited by hand without a restart, and a roll puts it right", async () => {
    await onNode(
      12,
      "sed",
      "-i",
      "s/^num.network.threads=.*/num.network.threads=7/;$a # by hand",
      "/etc/kafka/server.properties",
    );
    const seen = await dataops("status", name, "--json");
    expect(seen.code).toBe(2);
    const rows = (JSON.parse(seen.out) as { nodes: { node: number; differences: { what: string }[] }[] }).nodes;
    expect(rows.find((r) => r.node === 12)?.differences.map((d) => d.what)).toEqual(["file"]);
    const rolled = await dataops("roll", name, "--yes", "--no-verify");
    expect(rolled.out).toContain("✔ rolled  1 node");
    expect(rolled.code).toBe(0);
    await until("well again", wellAndEqual, 30);
  });

  it("restarts one node where nothing else is due", async () => {
    const before = reportOf(await until("well", wellAndEqual), 2);
    expect(await dataops("roll", name, "--yes", "--restart", "--only", "2", "--no-verify")).toMatchObject({ code: 0 });
    const after = reportOf(await until("well", wellAndEqual), 2);
    expect(after.boot).toBe(before.boot);
    expect(after.service.pid).not.toBe(before.service.pid);
  });

  it("rolls a config: one immutable file more, a changed line for each node that it concerns", async () => {
    await until("well", wellAndEqual);
    const { code, out } = await dataops(
      "roll",
      name,
      "--yes",
      "--set",
      "config.min.insync.replicas=1",
      "--only",
      "11,12,13",
    );
    expect(out).toContain("✔ rolled  3 nodes");
    expect(out).toContain("plan empty");
    expect(code).toBe(0);
  });

  it("keeps a second operator out", async () => {
    const first = start("roll", name, "--yes", "--restart", "--only", "1", "--no-verify");
    await first.saw(/node 1: taken/);
    const second = await dataops("roll", name, "--yes", "--restart", "--only", "2");
    expect(second.code).toBe(3);
    expect(second.out).toMatch(/kafka-write: lease held by .*roll kafka-write, pid \d+/);
    expect(await first.ended).toMatchObject({ code: 0 });
  });

  it("rolls a version under load; killed half-way and run again it loses nothing", async () => {
    await createTopic(libs, bootstrap(), { name: "orders", partitions: 12, replicas: 3 });
    producer = new Producer({ libs, bootstrap: bootstrap(), topic: "orders", records: 1_000_000, rate: 300 });
    while (producer.acked < 300) await sleep(200);
    const first = start("roll", name, "--yes", "--set", "version=4.1.1", "--no-verify");
    await first.saw(/node \d+: done/);
    await first.saw(/node 1[1-3]: stop /);
    first.child.kill("SIGKILL");
    expect((await first.ended).code).toBe(128);

    const second = start("roll", name, "--yes", "--no-verify");
    // Once the first broker is through, Ctrl-C: the node in hand is finished, and the roll is paused.
    await second.saw(/node 1[1-3]: done/);
    second.child.kill("SIGINT");
    expect(await second.ended).toMatchObject({ code: 4 });
  });

  it("brings a terminated machine back by apply in the middle of a roll: same node, same disk, its own version", async () => {
    const record = cluster().recorded.nodes[13];
    expect(record?.version).toBe("3.9.1");
    const before = reportOf(await until("node 13", (o) => isReachable(o.nodes[13] ?? { unreachable: "" })), 13);
    const gone = await terminate(13);
    await sleep(2000);
    await apply(name);
    expect(await instanceOf(13)).not.toBe(gone);
    const after = reportOf(await until("node 13 is back", wellAndEqual), 13);
    expect(after.running).toMatchObject({ version: record?.version, config: record?.config });
    expect(after.disk).toMatchObject({ volume: before.disk.volume, uuid: before.disk.uuid });
    expect(after.formatted).toEqual(before.formatted);
    expect(after.boot).not.toBe(before.boot);

    const rolled = await dataops("roll", name, "--yes");
    expect(rolled.out).toMatch(/✔ cloud +plan empty/);
    expect(rolled.code).toBe(0);
    if (producer === undefined) throw new Error("no producer");
    const sent = await producer.stop();
    const counted = await countRecords({ libs, bootstrap: bootstrap(), topic: "orders", acked: sent.values });
    expect({ ...counted, unresolved: sent.unresolved, failed: sent.failed }).toMatchObject({
      lost: 0,
      duplicates: 0,
      unresolved: 0,
      failed: 0,
    });
    producer = undefined;
  });

  it("refuses to format a blank disk of a node that was formed before", async () => {
    const { disk } = reportOf(await until("well", wellAndEqual), 13);
    await terminate(13);
    await sleep(3000);
    await runCommand(["dd", "if=/dev/zero", `of=${volumeFile(disk.volume)}`, "bs=1M", "count=64", "conv=notrunc"]);
    await apply(name);
    const instance = await instanceOf(13);
    const end = Date.now() + 90_000;
    while (!/refused/.test(readConsole(instance)) && Date.now() < end) await sleep(1000);
    expect(readConsole(instance)).toMatch(/refused.*another disk|refused.*blank/i);
    const before = readFileSync(clusterFile(name), "utf8");
    const rolled = await dataops("roll", name, "--yes");
    expect(rolled.out).toMatch(/refused, and no node was taken: disk-formed: node 13 has a blank disk/);
    expect(rolled.code).toBe(3);
    expect(readFileSync(clusterFile(name), "utf8")).toBe(before);
  });
});
