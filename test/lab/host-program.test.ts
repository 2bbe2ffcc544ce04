import { setTimeout as sleep } from "node:timers/promises";
import { type EC2Client, ModifyVolumeCommand } from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { NodeReport } from "../../cli/facts/node-report";
import { ensureArtefact } from "../../cli/run/artefact/artefact";
import { hostProgram } from "../../cli/run/host/host-program";
import { readReport } from "../../cli/run/host/read-report";
import { labUp, powerLoss, powerOn } from "../../lab";
import { emulatorClient } from "../../lab/emulator/emulator-client";
import { runCommand } from "../../lab/run-command";
import { createTopic } from "../../lab/traffic/create-topic";
import { unpackArtefact } from "../../lab/traffic/kafka-tool";
import { bootId, onHost, smallClusters, until } from "./a-host";
import { configOf, type KafkaHost, runKafkaHost, type Said, verb } from "./a-kafka-host";
import { describeInLab } from "./can-run-lab";

const address = "10.79.1.11";
const gib = 2 ** 30;

/** One node that is a whole cluster; each test leaves it serving. */
describeInLab("the host program on a host that runs Kafka", () => {
  let client: EC2Client;
  let host: KafkaHost;
  const ask = (words: string): Promise<Said> => verb(address, words);
  const report = async (): Promise<NodeReport> => {
    const stdout = await onHost(address, "dataops-host report 2>/dev/null");
    const node = { id: 1, pool: "all", zone: "euw1-az1", address, generation: 1 };
    const found = readReport(node, { code: 0, stdout, stderr: "" });
    if ("unreachable" in found) throw new Error(found.unreachable);
    return found;
  };
  const serving = (): Promise<NodeReport> =>
    until("serving", report, ({ broker }) => broker.state === "serving", 120_000);

  beforeAll(async () => {
    const lab = await labUp({ clusters: smallClusters() });
    process.env.DATAOPS_CLUSTERS = lab.clusters;
    client = emulatorClient("eu-west-1");
    const configs = ["", "num.io.threads=4", "num.io.threads=5"].map((line) => configOf(address, line ? [line] : []));
    host = await runKafkaHost(client, address, configs);
    await serving();
  }, 300_000);

  afterAll(() => client?.destroy());

  it("reports what runs, where and on what", async () => {
    const { broker, lease, disk, program, written, running, service } = await report();
    expect({ broker, lease, program, state: service.state }).toEqual({
      broker: { state: "serving", remainingLogs: null },
      lease: 0,
      program: hostProgram().sha256,
      state: "active",
    });
    expect(written).toMatchObject({ config: host.words[0], sha256: running?.sha256, expected: running?.sha256 });
    const [uuid, size, used, device] = (
      await onHost(
        address,
        "blkid -o value -s UUID /dev/disk/by-id/nvme*; df -B1 --output=size,used /var/lib/kafka | tail -n 1; blockdev --getsize64 /dev/disk/by-id/nvme*",
      )
    ).split(/\s+/);
    expect(disk).toMatchObject({
      volume: host.volume,
      uuid,
      mounted: true,
      size: Number(size),
      device: Number(device),
    });
    expect(Math.abs(disk.used - Number(used))).toBeLessThan(2 ** 20);
  });

  it.each([
    ["a line", "echo \\# by hand >>", "sed -i \\$d"],
    ["a null byte", "head -c 1 /dev/zero >>", "truncate -s -1"],
  ])("sees %s that was added to a file", async (_, edit, undo) => {
    const file = "/etc/kafka/server.properties";
    await onHost(address, `${edit} ${file}`);
    const { written, running, broker } = await report();
    expect(broker.state).toBe("serving");
    expect(written?.sha256).not.toBe(running?.sha256);
    expect(written?.expected).toBe(running?.sha256);
    await onHost(address, `${undo} ${file}`);
    expect((await report()).written?.sha256).toBe(running?.sha256);
  });

  it("announces a lease while another verb is at work, and refuses an older one from then on", async () => {
    expect(await ask("hold")).toMatchObject({ code: 64 });
    expect(await ask("hold --lease 5")).toEqual({ code: 0, verb: "hold", changed: true, lease: 5 });
    expect(await ask("hold --lease 5")).toMatchObject({ code: 0, changed: false });
    const work = ask("run --within 30 --lease 5 -- /bin/sleep 8");
    await until(
      "at work",
      () => onHost(address, 'pgrep -fc "^/bin/sleep 8" || true'),
      (found) => found.trim() === "1",
    );
    expect(await ask("install --version 3.9.1")).toMatchObject({ code: 75 });
    expect(await ask("hold --lease 6")).toMatchObject({ code: 0, changed: true, lease: 6 });
    expect((await report()).lease).toBe(6);
    expect(await ask("hold --lease 6 --within 30")).toMatchObject({ code: 0 });
    expect(await ask("hold --lease 6 --within 1")).toMatchObject({ code: 0 });
    expect(await work).toMatchObject({ code: 0 });
    for (const old of ["hold", "install --version 3.9.1"])
      expect(await ask(`${old} --lease 5`)).toMatchObject({
        code: 3,
        refused: expect.stringContaining("lease 5 is older than 6"),
      });
  });

  it("runs a command as given, under the lock, and says what came of it", async () => {
    const env = await ask("run --within 5 --lease 6 -- /usr/bin/env");
    expect(env).toMatchObject({ code: 0, changed: true, exit: 0 });
    expect(env.output).toEqual(expect.arrayContaining(["DATAOPS_CLUSTER=one", "DATAOPS_NODE=1", "DATAOPS_LEASE=6"]));
    expect(await ask("run --within 5 -- /usr/bin/printf %s\\\\n --lease 1 \\$HOME")).toMatchObject({
      output: ["--lease", "1", "$HOME"],
    });
    expect(await ask("run --within 5 -- /bin/ls /nowhere")).toMatchObject({
      code: 1,
      exit: 2,
      error: expect.stringMatching(/^\/bin\/ls: exit 2; expected 0: .*No such file/),
    });
    expect(await ask("run --within 1 -- /bin/sleep 60")).toMatchObject({
      code: 1,
      error: "/bin/sleep: ended after 1s; expected it to be done by then",
    });
    for (const wrong of ["--within 5", "--within 5 --", "--within 5 -- true", "-- /bin/true"])
      expect(await ask(`run ${wrong}`)).toMatchObject({ code: 64 });
  });

  it("configures without the bucket from what was fetched before, and keeps no more than that", async () => {
    const [born, next, other] = host.words;
    const kept = (): Promise<string> => onHost(address, "ls /var/lib/dataops/configs | sort | tr \\\\n \\ ");
    const fetch = (word = ""): Promise<Said> => ask(`fetch --version 3.9.1 --config ${word}`);
    expect(await fetch(other)).toMatchObject({ code: 0, changed: true, config: other });
    expect(await fetch(next)).toMatchObject({ code: 0, changed: true });
    expect((await kept()).trim().split(" ")).toEqual([born, next].sort());
    expect(await fetch(next)).toMatchObject({ code: 0, changed: false });
    await onHost(address, `echo spoilt >> /var/lib/dataops/configs/${next}`);
    expect(await fetch(next)).toMatchObject({ code: 0, changed: true });
    const move = (from: number, to: number): Promise<string> =>
      onHost(address, `sed -i /^endpoint/s/:${from}$/:${to}/ /etc/dataops/identity`);
    await move(5000, 1);
    expect(await ask(`configure --config ${next}`)).toMatchObject({ code: 0, changed: true });
    expect(await ask(`configure --config ${born}`)).toMatchObject({ code: 0, changed: true });
    await move(1, 5000);
    expect(await ask(`configure --config ${born}`)).toMatchObject({ code: 0, changed: false });
  });

  it("stops the process that was looked at and no other", async () => {
    const { service, boot } = await report();
    const pid = service.pid ?? 0;
    const another = "00000000-0000-4000-8000-000000000000";
    expect(await ask(`stop --pid ${pid + 1}`)).toMatchObject({
      code: 3,
      refused: expect.stringContaining(`${pid + 1}`),
    });
    expect(await ask(`stop --pid ${pid} --boot ${another}`)).toMatchObject({ code: 3 });
    expect((await report()).service.pid).toBe(pid);
    expect(await ask(`stop --pid ${pid} --boot ${boot}`)).toMatchObject({ code: 0, changed: true });
    expect((await report()).broker).toEqual({ state: "stopped", remainingLogs: null });
    expect(await ask(`stop --pid ${pid} --boot ${another}`)).toMatchObject({ code: 0, changed: false });
    expect(await ask("start")).toMatchObject({ code: 0, listening: true });
    expect((await report()).broker.state).toBe("serving");
  });

  it("grows the file system with its disk while Kafka runs, and never otherwise", async () => {
    const before = await report();
    expect(before.disk.device).toBe(50 * gib);
    expect(await ask(`grow --size ${60 * gib} --within 1`)).toMatchObject({
      code: 1,
      error: expect.stringContaining(`${50 * gib} bytes; expected at least ${60 * gib}`),
    });
    expect(await ask(`grow --size ${gib}`)).toMatchObject({ code: 0, changed: false });
    const grown = ask(`grow --size ${60 * gib} --within 60`);
    await sleep(1000);
    await client.send(new ModifyVolumeCommand({ VolumeId: host.volume, Size: 60 }));
    const said = await grown;
    expect(said).toMatchObject({ code: 0, device: 60 * gib, before: before.disk.size });
    // a kernel that denies it to whoever runs the lab leaves it for the next boot
    expect(said.changed).toBe(Number(said.size) > before.disk.size);
    const after = await report();
    expect(after.disk).toMatchObject({ device: 60 * gib, size: said.size });
    expect(after.service.pid).toBe(before.service.pid);
    expect(await ask(`grow --size ${60 * gib}`)).toMatchObject({ code: 0, changed: false });
  });

  it("fails by nothing that a host does on its way down or up", async () => {
    const boot = await bootId(address);
    // Asks while the host goes down, and is not ended with its services; the disk is late at the boot that follows.
    const asks =
      "until [[ \\$(systemctl is-system-running) == stopping ]]; do sleep 0.05; done; { dataops-host start; echo \\$?; } > /root/said; sync";
    const late =
      'sed -e "/^Before=/d" -e "s/^After=.*/After=ssh.service/" -e "s#^ExecStart=#ExecStartPre=/bin/sleep 4\\n&#"';
    const unit = "/etc/systemd/system/lab-mount.service";
    await onHost(
      address,
      `set -e; cp ${unit} /root; ${late} -i ${unit}; systemd-run --quiet -p DefaultDependencies=no bash -c "${asks}"; systemctl reboot --no-block`,
    );
    await bootId(address, boot);
    expect((await report()).disk.mounted).toBe(false);
    expect(await ask("start --within 60")).toMatchObject({ code: 0, listening: true });
    expect((await report()).disk.mounted).toBe(true);
    const said = (await onHost(address, "cat /root/said; mv /root/lab-mount.service /etc/systemd/system")).trim();
    // Or it was killed before it had an end, as it would be with its connection.
    expect(said).toMatch(/^(\{"verb":"start","changed":false,"error":".*"\}(\n75)?)?$/);
  });

  it("tells how far a broker has come that lost its process, and then its power", async () => {
    const libs = await unpackArtefact(await ensureArtefact("3.9.1"));
    await createTopic(libs, `${address}:9092`, { name: "orders", partitions: 100, replicas: 1 });
    await runCommand([
      "java",
      ...["-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", `${libs}/*`],
      ...["org.apache.kafka.tools.ProducerPerformance", "--topic", "orders", "--num-records", "200000"],
      ...["--record-size", "1000", "--throughput", "-1", "--producer-props", `bootstrap.servers=${address}:9092`],
    ]);
    const { pid } = (await report()).service;
    // On the host itself, because recovery is a matter of a second there.
    const round = 'said=$(dataops-host report 2>/dev/null); echo "$said"; [[ $SECONDS -lt 8 || $said != *serving* ]]';
    const watch = `kill -KILL ${pid}; while [[ $SECONDS -lt 90 ]]; do ${round} || break; done`;
    const seen = (await onHost(address, `{ ${watch}; } | grep -o "\\"broker\\":{[^}]*}" | uniq`))
      .split("\n")
      .map((line) => (JSON.parse(`{${line}}`) as { broker: NodeReport["broker"] }).broker);
    const order = seen.map(({ state }) => state).filter((state, index, all) => state !== all[index - 1]);
    expect(order.join(" ")).toMatch(/^(serving |starting )?stopped starting recovering starting serving$/);
    const left = seen.flatMap(({ state, remainingLogs }) => (state === "recovering" ? [remainingLogs ?? -1] : []));
    expect(left.length).toBeGreaterThan(2);
    expect(left).toEqual([...left].sort((a, b) => b - a));

    await powerLoss("one-1");
    powerOn("one-1");
    const states = new Set<string>();
    await until(
      "serving after a power loss",
      report,
      ({ broker }) => states.add(broker.state) && broker.state === "serving",
      120_000,
    );
    expect((await report()).disk.size).toBeGreaterThan(59 * gib);
    expect([...states].some((state) => state === "starting" || state === "recovering")).toBe(true);
  }, 240_000);
});
