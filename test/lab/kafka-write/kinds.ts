import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DeleteVolumeCommand, DetachVolumeCommand } from "@aws-sdk/client-ec2";
import { expect, it } from "vitest";
import { isReachable } from "../../../cli/facts/node-report";
import { recordedTarget } from "../../../cli/facts/target";
import { readDisks } from "../../../cli/run/aws/disks";
import { readLabels } from "../../../cli/run/aws/labels";
import { readProtection } from "../../../cli/run/aws/protection";
import { planNodeMachine } from "../../../cli/run/terraform/node-machine";
import { reboot } from "../../../lab";
import { emulatorClient } from "../../../lab/emulator/emulator-client";
import { clusterFile, editText } from "../../../spec";
import { apply, cluster, dataops, instanceOf, name, terminate, until, wellAndEqual } from "../deployed";
import { meanwhile, type Operator } from "../operator";
import { onHost } from "./faults/settled";
import { topic } from "./load";
import { reportOf, well } from "./report-of";
import { begin, restart, roll } from "./sitting";
import { workingFolder } from "./working-folder";

/** Each kind of roll; each test leaves the cluster well. */
export function kinds(): void {
  it("a config that can be set live restarts nothing; the record follows; a restart takes the settings away", async () => {
    const before = await well();
    const rolled = await roll("11,12,13", {}, "--set", "config.num.io.threads=12", "--canary", topic).ended;
    expect(rolled.out).toMatch(/num\.io\.threads +8 → 12/);
    expect(rolled.out).toMatch(/✔ clients \d+ records to orders, 0 failed/);
    expect(rolled.code).toBe(0);
    const after = await well();
    expect(reportOf(after, 12).service.pid).toBe(reportOf(before, 12).service.pid);
    expect(reportOf(after, 12).running?.config).not.toBe(cluster().recorded.nodes[12]?.config);
    expect(after.overrides[12]).toEqual({ "num.io.threads": "12" });

    expect(await restart("12").ended).toMatchObject({ code: 0 });
    const restarted = await well();
    expect(restarted.overrides[12]).toEqual({});
    expect(reportOf(restarted, 12).running?.config).toBe(cluster().recorded.nodes[12]?.config);
  });

  it("a site's own step, hooks around it all, a bake, and an end to its time", async () => {
    const mark = join(workingFolder(), "rolling");
    const site = (...more: string[]): Operator => restart("11,12", {}, "--playbook", "site", "--bake", "2s", ...more);
    const sitting = site("--max-duration", "4s");
    await sitting.saw(/node 11: run /);
    expect(existsSync(mark)).toBe(true);
    const paused = await sitting.ended;
    expect(paused.out).toMatch(/its time is up; run it again to go on/);
    expect(paused.code).toBe(4);
    expect(existsSync(mark)).toBe(false);
    expect(existsSync(onHost(11, "/var/tmp/drained"))).toBe(true);
    expect(existsSync(onHost(12, "/var/tmp/drained"))).toBe(false);
    const again = await site().ended;
    expect(again.code, again.out).toBe(0);
    expect(existsSync(onHost(12, "/var/tmp/drained"))).toBe(true);
    expect(existsSync(mark)).toBe(false);
  });

  it("a host that boots between stop and install, and so runs what it ran before, is stopped once more", async () => {
    const at = [[/ node 11: stop /, "SIGSTOP"]] as const;
    const sitting = await meanwhile(roll("11", { at }, "--set", "version=4.1.1"), async () => {
      await reboot(`${name}-11`);
      await until("Kafka is up by its own unit", ({ nodes }) => {
        const booted = nodes[11];
        return booted !== undefined && isReachable(booted) && booted.running !== null;
      });
    });
    const { code, out } = await sitting.ended;
    expect(code, out).toBe(0);
    expect(out.match(/ node 11: stop /g)).toHaveLength(2);
    expect(reportOf(await well(), 11).running?.version).toBe("4.1.1");
    expect(await begin("rollback", {}).ended).toMatchObject({ code: 0 });
    expect(reportOf(await well(), 11).running?.version).toBe("3.9.1");
  });

  it("a version goes up, and back while that is possible", async () => {
    const paused = await begin("roll", {}, "--set", "version=4.1.1", "--pause-after", "2").ended;
    expect(paused.out).toMatch(/paused after 2 as asked/);
    expect(paused.code).toBe(4);
    const back = await begin("rollback", {}).ended;
    expect(back.code, back.out).toBe(0);
    expect(cluster().version).toBe("3.9.1");
    expect(new Set(Object.values(cluster().recorded.nodes).map((r) => r.version))).toEqual(new Set(["3.9.1"]));
  });

  it("a version and a config go up together; Ctrl-C finishes the node in hand; an apply amid it changes no node", async () => {
    const file = clusterFile(name);
    const text = readFileSync(file, "utf8").replace(/^config:\n/m, "config:\n  queued.max.requests: 400\n");
    writeFileSync(file, text);
    const sitting = begin("roll", {}, "--set", "version=4.1.1", "--max-parallel", "2");
    await sitting.saw(/node 1[1-3]: done/);
    sitting.interrupt();
    expect(await sitting.ended).toMatchObject({ code: 4 });

    // A machine that goes now comes back as what it was: its record was not touched yet.
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
  });

  it("killed half-way and run again it ends, and is final then", async () => {
    const sitting = begin("roll", {}, "--max-parallel", "2");
    await sitting.saw(/node 1[1-3]: stop /);
    sitting.kill();
    expect((await sitting.ended).code).toBe(128);
    const report = join(tmpdir(), `dataops-report-${process.pid}.html`);
    const up = await begin("roll", {}, "--report", report).ended;
    expect(up.out).toMatch(/going on with roll \S+ of \S+/);
    expect(up.out).toMatch(/not final: metadata\.version is 3\.9-IV0 and rollback is open/);
    expect(up.code, up.out).toBe(0);
    expect(existsSync(report)).toBe(true);

    const final = await dataops("finalize", name, "--yes");
    expect(final.out).toMatch(/metadata\.version +3\.9-IV0 → 4\.1-IV1/);
    expect(final.code, final.out).toBe(0);
    expect(cluster().recorded.cluster.metadataVersion).toBe("4.1-IV1");
    expect(await dataops("finalize", name, "--yes")).toMatchObject({ code: 0 });
    const late = await dataops("rollback", name, "--yes");
    expect(late.out).toMatch(/refused, .*kafka-write is final: .+; Kafka 3\.9\.1 would not start/);
    expect(late.code).toBe(3);
  });

  it("a disk grows while Kafka runs", async () => {
    const before = reportOf(await well(), 11);
    const rolled = await roll("11", {}, "--set", "brokers.disk=3TiB at 150MiB/s").ended;
    expect(rolled.out).toContain("✔ rolled  1 node");
    expect(rolled.code).toBe(0);
    const after = reportOf(await well(), 11);
    expect(after.service.pid).toBe(before.service.pid);
    expect(after.disk.device).toBe(3 * 1024 ** 4);
    expect((await readDisks(cluster()))[11]?.size).toBe(3 * 1024 ** 4);
  });

  it("another type stops and starts one machine, a small disk grows on the way, and a killed operator leaves nothing lifted", async () => {
    const [instance, before] = [await instanceOf(12), reportOf(await well(), 12)];
    // Killed while its protections are lifted, with a machine that is another one: whoever goes on puts them back.
    const moved = /"event":"step","node":12,"step":"machine"/;
    const set = ["--json", "--set", "brokers.type=m7g.2xlarge"];
    expect(await roll("12", { at: [[moved, "SIGKILL"]] }, ...set).ended).toMatchObject({ code: 128 });
    const rolled = await roll("12").ended;
    expect(rolled.out).toMatch(/put back: the protection of node 12's instance/);
    expect(rolled.code, rolled.out).toBe(0);
    const after = reportOf(await well(), 12);
    expect(after.boot).not.toBe(before.boot);
    expect((await readLabels(cluster()))[12]).toMatchObject({ instance, type: "m7g.2xlarge" });
    expect(await readProtection(cluster(), 12)).toMatchObject({ stop: true, termination: true });
  });

  it("a plan that would touch another node, too, is refused, and nothing is lifted", async () => {
    const file = clusterFile(name);
    const text = readFileSync(file, "utf8");
    const from = recordedTarget(cluster(), 13);
    const lie = [{ path: ["recorded", "13", "type"], from: from.type, to: "m7g.4xlarge" }];
    writeFileSync(file, editText(text, lie));
    try {
      const target = { ...recordedTarget(cluster(), 11), type: "m7g.2xlarge" };
      await expect(
        planNodeMachine(cluster(), 11, target, { machine: "resize", disk: "keep" }, { pendingChecked: true }),
      ).rejects.toMatchObject({
        code: 3,
        message: expect.stringMatching(
          /node 11 would do more.*\n {2}aws_instance\.kafka_13_machine: .*; expected /,
        ) as string,
      });
    } finally {
      writeFileSync(file, text);
    }
    expect(await readProtection(cluster(), 11)).toMatchObject({ stop: true, termination: true });
  });

  it("another image is another machine with the same disk and address", async () => {
    const [instance, before] = [await instanceOf(13), reportOf(await well(), 13)];
    const rolled = await roll("13", {}, "--set", "image=base-12-next").ended;
    expect(rolled.code, rolled.out).toBe(0);
    const after = reportOf(await well(), 13);
    expect(await instanceOf(13)).not.toBe(instance);
    expect(after.disk.volume).toBe(before.disk.volume);
    expect(await readProtection(cluster(), 13)).toMatchObject({ stop: true, termination: true });
  });

  it("a machine that is gone is made anew", async () => {
    const disk = (await readDisks(cluster()))[11];
    const gone = await terminate(11);
    await until("node 11 is silent", (o) => !isReachable(o.nodes[11] ?? { unreachable: "" }));
    const rolled = await begin("roll", {}, "--replace", "11").ended;
    expect(rolled.code, rolled.out).toBe(0);
    const made = await instanceOf(11);
    expect(made).not.toBe(gone);
    expect((await readDisks(cluster()))[11]).toEqual({ ...disk, attached: made });
    expect(await readProtection(cluster(), 11)).toMatchObject({ stop: true, termination: true });
    await until("node 11 is back", (o) => isReachable(o.nodes[11] ?? { unreachable: "" }));
  });

  it("a controller whose disk is lost leaves the quorum and joins it as a new voter", async () => {
    const before = await until("voters", (o) => isReachable(o.kafka) && o.kafka.quorum.voters.length === 3);
    const voter = isReachable(before.kafka) ? before.kafka.quorum.voters.find((v) => v.id === 1) : undefined;
    const volume = (await readDisks(cluster()))[1]?.volume ?? "";
    const InstanceId = await terminate(1);
    const ec2 = emulatorClient(cluster().place.region);
    await ec2.send(new DetachVolumeCommand({ VolumeId: volume, InstanceId })).catch(() => undefined);
    await ec2.send(new DeleteVolumeCommand({ VolumeId: volume }));
    const early = await begin("roll", {}, "--replace", "1", "--lost-disk").ended;
    expect(early.out).toMatch(/nodes\.1: its disk of generation 1 was formed; expected generation: 2 there/);
    expect(early.code).toBe(64);
    const file = clusterFile(name);
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("address: 10.77.1.11 }", "address: 10.77.1.11, generation: 2 }"),
    );
    const rolled = await begin("roll", {}, "--replace", "1", "--lost-disk").ended;
    expect(rolled.code, rolled.out).toBe(0);
    const after = await until("three voters", (o) => isReachable(o.kafka) && o.kafka.quorum.voters.length === 3);
    const now = isReachable(after.kafka) ? after.kafka.quorum.voters.find((v) => v.id === 1) : undefined;
    expect(now?.directory).toBeDefined();
    expect(now?.directory).not.toBe(voter?.directory);
  });

  it("keeps the history of all of it, and code, cloud and fleet are one at its end", async () => {
    const listed = await dataops("history", name, "--json");
    const { rolls } = JSON.parse(listed.out) as { rolls: { id: string; kind: string; overrides: object }[] };
    expect(rolls.map((r) => r.kind)).toContain("rollback");
    const [one] = rolls.filter((r) => Object.keys(r.overrides).includes("no-pending-changes"));
    expect((await dataops("history", name, one?.id ?? "")).out).toContain("tested elsewhere");
    const verified = await dataops("verify", name);
    expect(verified.out).toMatch(/✔ cloud +plan empty/);
    expect(verified.code).toBe(0);
  });
}
