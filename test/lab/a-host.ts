import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  AttachVolumeCommand,
  CreateNetworkInterfaceCommand,
  CreateVolumeCommand,
  type EC2Client,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import { runCommand } from "../../lab/run-command";
import { sshFiles } from "../../lab/ssh";
import { readPlaces } from "../../spec";

/** A folder of cluster files that is enough for a lab: one place, one file that names it. */
export function smallClusters(): string {
  const folder = mkdtempSync(join(tmpdir(), "dataops-clusters-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "configs"));
  writeFileSync(join(folder, "one.yaml"), "name: one\nplace: here\n");
  const zones =
    "{ euw1-az1: { subnet: subnet-0a, cidr: 10.79.1.0/24 }, euw1-az2: { subnet: subnet-0b, cidr: 10.79.2.0/24 } }";
  const place = [
    "here:",
    '  account: "210987654321"',
    "  region: eu-west-1",
    `  network: { vpc: vpc-0a, zones: ${zones} }`,
    "  bucket: some-bucket",
    "  state: { bucket: some-state }",
    "  images: { base-12: ami-0a }",
    "  bastion: { host: bastion.example.com, user: admin, cidr: 10.79.0.1/32 }",
  ];
  writeFileSync(join(folder, "places.yaml"), `${place.join("\n")}\n`);
  return folder;
}

/** A network interface that stays when its instance goes. */
export async function makeInterface(client: EC2Client, address: string): Promise<string> {
  const subnet = readPlaces()[0]?.network.zones["euw1-az1"]?.subnet;
  const made = await client.send(new CreateNetworkInterfaceCommand({ SubnetId: subnet, PrivateIpAddress: address }));
  return made.NetworkInterface?.NetworkInterfaceId ?? "";
}

export async function makeVolume(client: EC2Client): Promise<string> {
  const zone = { AvailabilityZone: "eu-west-1b" };
  return (await client.send(new CreateVolumeCommand({ ...zone, Size: 50, VolumeType: "gp3" }))).VolumeId ?? "";
}

/** Run an instance on an interface and with a disk, as Terraform does: the disk comes after the instance. */
export async function runInstance(client: EC2Client, eni: string, volume: string, userData: string): Promise<string> {
  const made = await client.send(
    new RunInstancesCommand({
      ImageId: readPlaces()[0]?.images["base-12"],
      InstanceType: "m7g.large",
      MinCount: 1,
      MaxCount: 1,
      UserData: Buffer.from(userData).toString("base64"),
      NetworkInterfaces: [{ DeviceIndex: 0, NetworkInterfaceId: eni }],
      MetadataOptions: { HttpTokens: "required", InstanceMetadataTags: "enabled" },
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: "one-1" }] }],
    }),
  );
  const id = made.Instances?.[0]?.InstanceId ?? "";
  await client.send(new AttachVolumeCommand({ InstanceId: id, VolumeId: volume, Device: "/dev/sdf" }));
  return id;
}

const sshOptions = [
  "StrictHostKeyChecking=yes",
  "ConnectTimeout=2",
  "BatchMode=yes",
  "ServerAliveInterval=1",
  "LogLevel=ERROR",
];

/** Run a line of shell as root on a host. */
export const onHost = (address: string, line: string): Promise<string> =>
  runCommand([
    "ssh",
    ...[`UserKnownHostsFile=${sshFiles.knownHosts}`, ...sshOptions].flatMap((option) => ["-o", option]),
    ...["-i", sshFiles.key, `admin@${address}`, `sudo bash -c '${line}'`],
  ]);

/** Ask until the answer is good; the last problem is the error. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  good: (value: T) => boolean,
  limit = 30_000,
): Promise<T> {
  const end = Date.now() + limit;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const value = await ask();
      if (good(value)) return value;
      last = value;
    } catch (problem) {
      last = problem;
    }
    await setTimeout(200);
  }
  throw new Error(`${what}: not within ${limit} ms; last: ${String(last)}`);
}

/** Once a host answers ssh: its boot id. */
export const bootId = (address: string, not = ""): Promise<string> =>
  until(
    `${address} boots`,
    () => onHost(address, "cat /proc/sys/kernel/random/boot_id"),
    (id) => id !== not,
  );
