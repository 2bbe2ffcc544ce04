import { existsSync, readdirSync, readFileSync } from "node:fs";
import {
  CreateTagsCommand,
  DeleteVolumeCommand,
  DescribeInstancesCommand,
  type EC2Client,
  ModifyVolumeCommand,
  RebootInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  cutNetwork,
  fillDisk,
  freeDisk,
  freeze,
  labDown,
  labStatus,
  labUp,
  powerLoss,
  powerOn,
  readConsole,
  restoreNetwork,
  thaw,
} from "../../lab";
import { emulatorClient } from "../../lab/emulator/emulator-client";
import { hierarchies, processesIn } from "../../lab/groups";
import { mountsUnder } from "../../lab/mounts";
import { labGroup } from "../../lab/names";
import { stateFolder } from "../../lab/paths";
import { runCommand } from "../../lab/run-command";
import { serviceProcess } from "../../lab/services/start-service";
import { volumeFile } from "../../lab/volumes/volume-files";
import { bootId, makeInterface, makeVolume, onHost, runInstance, smallClusters, until } from "./a-host";
import { describeInLab } from "./can-run-lab";

const address = "10.79.1.11";
const metadata = "http://169.254.169.254/latest";
const userData = "#!/bin/bash\necho hello from userdata\ndate +%N >> /root/userdata-ran\n";

/** A line of shell that asks the metadata service with a token. */
const ask = (path: string): string =>
  `t=$(curl -s -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 60" ${metadata}/api/token); curl -sf -H "X-aws-ec2-metadata-token: $t" ${metadata}/${path}`;

describeInLab("one host", () => {
  const clusters = smallClusters();
  let client: EC2Client;
  let eni = "";
  let volume = "";
  let instance = "";
  const device = (): string => `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${volume.replace("-", "")}`;
  const stateOf = async (id: string): Promise<string | undefined> =>
    (await client.send(new DescribeInstancesCommand({ InstanceIds: [id] }))).Reservations?.[0]?.Instances?.[0]?.State
      ?.Name;
  const lifeOf = async (id: string): Promise<string> =>
    (await labStatus()).hosts.find((host) => host.instance === id)?.life ?? "none";

  beforeAll(async () => {
    const lab = await labUp({ clusters });
    process.env.DATAOPS_CLUSTERS = lab.clusters;
    client = emulatorClient("eu-west-1");
    eni = await makeInterface(client, address);
    volume = await makeVolume(client);
    instance = await runInstance(client, eni, volume, userData);
  }, 180_000);

  afterAll(() => client?.destroy());

  it("boots, answers ssh with the key on record, and has run its userdata", async () => {
    await bootId(address);
    await until(
      "userdata",
      () => onHost(address, "cat /root/userdata-ran"),
      (text) => text.split("\n").length === 1,
    );
    expect(
      await until(
        "console",
        () => readConsole("one-1"),
        (text) => text.includes("userdata ended"),
      ),
    ).toContain("hello from userdata");
    expect(await onHost(address, "systemctl is-system-running --wait")).toBe("running");
  }, 60_000);

  it("reads its tags live, and nothing without a token", async () => {
    expect(await onHost(address, ask("meta-data/tags/instance/Name"))).toBe("one-1");
    await client.send(
      new CreateTagsCommand({ Resources: [instance], Tags: [{ Key: "dataops-version", Value: "4.1.1" }] }),
    );
    await until(
      "tag",
      () => onHost(address, ask("meta-data/tags/instance/dataops-version")),
      (text) => text === "4.1.1",
    );
    expect(await onHost(address, ask("meta-data/placement/availability-zone-id"))).toBe("euw1-az1");
    expect(await onHost(address, `curl -s -o /dev/null -w "%{http_code}" ${metadata}/meta-data/`)).toBe("401");
  }, 30_000);

  it("sees its disk by the volume's id", async () => {
    await until(
      "disk",
      () => onHost(address, `readlink -f ${device()}`),
      (path) => path.startsWith("/dev/"),
    );
    await onHost(
      address,
      `mkfs.ext4 -q ${device()} && mkdir -p /data && mount ${device()} /data && echo kept > /data/file`,
    );
    await onHost(
      address,
      `echo "UUID=$(blkid -o value -s UUID ${device()}) /data ext4 defaults,nofail 0 2" >> /etc/fstab`,
    );
    expect(await onHost(address, "cat /data/file")).toBe("kept");
  }, 30_000);

  it("reboots by API: another boot, the same root, disks of fstab mounted, userdata not run again", async () => {
    const before = await bootId(address);
    await client.send(new RebootInstancesCommand({ InstanceIds: [instance] }));
    await bootId(address, before);
    expect(await onHost(address, "wc -l < /root/userdata-ran; cat /data/file")).toBe("1\nkept");
  }, 60_000);

  it("stops and starts with the same root", async () => {
    const before = await bootId(address);
    await client.send(new StopInstancesCommand({ InstanceIds: [instance] }));
    expect(await stateOf(instance)).toBe("stopping");
    await until(
      "stopped",
      () => stateOf(instance),
      (state) => state === "stopped",
    );
    expect(await lifeOf(instance)).toBe("off");
    await client.send(new StartInstancesCommand({ InstanceIds: [instance] }));
    await bootId(address, before);
    expect(await onHost(address, "wc -l < /root/userdata-ran")).toBe("1");
  }, 60_000);

  it("is stopped for the API once it has powered itself off", async () => {
    await onHost(address, "systemctl poweroff").catch(() => undefined);
    await until(
      "stopped",
      () => stateOf(instance),
      (state) => state === "stopped",
    );
    await client.send(new StartInstancesCommand({ InstanceIds: [instance] }));
    await bootId(address);
  }, 60_000);

  it("can be frozen, cut off, filled up and lose its power", async () => {
    freeze("one-1");
    await expect(onHost(address, "true")).rejects.toThrow();
    thaw("one-1");
    await bootId(address);
    await cutNetwork("one-1");
    await expect(onHost(address, "true")).rejects.toThrow();
    await restoreNetwork("one-1");
    const before = await bootId(address);
    await fillDisk("one-1", "/data");
    await expect(onHost(address, "echo more > /data/more && sync /data/more")).rejects.toThrow("No space left");
    expect(await onHost(address, "echo root > /root/more && cat /root/more")).toBe("root");
    freeDisk("one-1", "/data");
    await onHost(address, "echo more > /data/more");
    await powerLoss("one-1");
    expect(await lifeOf(instance)).toBe("off");
    powerOn("one-1");
    await bootId(address, before);
    expect(await onHost(address, "cat /data/file")).toBe("kept");
  }, 120_000);

  it("sees its disk grow while it uses it", async () => {
    const size = async (): Promise<number> => Number(await onHost(address, `blockdev --getsize64 ${device()}`));
    const before = await size();
    await client.send(new ModifyVolumeCommand({ VolumeId: volume, Size: 60 }));
    expect(before).toBe(50 * 2 ** 30);
    await until("larger", size, (bytes) => bytes === 60 * 2 ** 30);
    await onHost(address, `resize2fs ${device()}`);
    // at once, or at the next boot where this machine may not
    const boot = await bootId(address);
    await client.send(new RebootInstancesCommand({ InstanceIds: [instance] }));
    await bootId(address, boot);
    expect(Number(await onHost(address, "df --output=size -B1 /data | tail -1"))).toBeGreaterThan(before);
    expect(await onHost(address, "cat /data/file")).toBe("kept");
  }, 60_000);

  it("outlives the daemon, and a new daemon goes on with it", async () => {
    const before = await bootId(address);
    process.kill(serviceProcess("daemon")?.pid ?? 0, "SIGKILL");
    await until(
      "daemon gone",
      () => serviceProcess("daemon"),
      (mark) => mark === undefined,
    );
    expect(await bootId(address)).toBe(before);
    await labUp({ clusters });
    await until(
      "metadata",
      () => onHost(address, ask("meta-data/instance-id")),
      (id) => id === instance,
    );
    expect(await bootId(address)).toBe(before);
  }, 60_000);

  it("refuses a second lab", async () => {
    await expect(labUp({ clusters: smallClusters() })).rejects.toThrow("lab: is up for");
  });

  it("goes when it is terminated, and its disk and data live on in the next", async () => {
    const old = instance;
    await client.send(new TerminateInstancesCommand({ InstanceIds: [old] }));
    await until(
      "gone",
      () => lifeOf(old),
      (life) => life === "none",
    );
    expect(existsSync(volumeFile(volume))).toBe(true);
    instance = await runInstance(client, eni, volume, userData);
    await bootId(address);
    await until(
      "disk",
      () => onHost(address, `blkid ${device()}`),
      (text) => text.includes("ext4"),
    );
    await onHost(address, `mkdir -p /data && mount ${device()} /data`);
    expect(await onHost(address, "cat /data/file; wc -l < /root/userdata-ran")).toBe("kept\n1");
    expect(await lifeOf(old)).toBe("none");
  }, 60_000);

  it("gives up a volume's file when the volume is deleted", async () => {
    const spare = await makeVolume(client);
    const other = await runInstance(client, await makeInterface(client, "10.79.1.12"), spare, "#!/bin/true\n");
    await until("attached", () => existsSync(volumeFile(spare)), Boolean);
    await client.send(new TerminateInstancesCommand({ InstanceIds: [other] }));
    await client.send(new DeleteVolumeCommand({ VolumeId: spare }));
    await until(
      "deleted",
      () => existsSync(volumeFile(spare)),
      (there) => !there,
    );
  }, 60_000);

  it("leaves nothing behind when the lab goes down, also after a crash", async () => {
    await bootId(address);
    process.kill(serviceProcess("daemon")?.pid ?? 0, "SIGKILL");
    await labDown();
    const links = await runCommand(["ip", "link"]);
    expect({
      state: existsSync(stateFolder),
      processes: processesIn(labGroup),
      groups: hierarchies().filter((hierarchy) => existsSync(`${hierarchy}/${labGroup}`)),
      mounts: mountsUnder(stateFolder),
      namespaces: existsSync("/run/netns")
        ? readdirSync("/run/netns").filter((name) => name.startsWith("dataops-lab"))
        : [],
      links: links.includes("dataops-lab"),
      loops: (await runCommand(["losetup", "--list"])).includes(stateFolder),
      kept: readFileSync("/proc/net/route", "utf8").includes("dataops-lab"),
    }).toEqual({
      state: false,
      processes: [],
      groups: [],
      mounts: [],
      namespaces: [],
      links: false,
      loops: false,
      kept: false,
    });
  }, 60_000);
});
