import { copyFileSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateNetworkInterfaceCommand, type EC2Client, RunInstancesCommand } from "@aws-sdk/client-ec2";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { Fleet } from "../../cli/run/ssh/fleet";
import { SshFailure } from "../../cli/run/ssh/ssh-failure";
import { labDown, labUp } from "../../lab";
import { baseImage } from "../../lab/base/build-base-image";
import { emulatorClient } from "../../lab/emulator/emulator-client";
import { hostFiles } from "../../lab/hosts/host-record";
import { cacheFolder } from "../../lab/paths";
import { type Cluster, type Node, packageRoot, readCluster } from "../../spec";
import { downloadPackages } from "../peers/download-packages";
import { takeTurn } from "./turn";

/** Hosts of the shipped cluster that boot, answer ssh, and do nothing else: no Kafka, no Terraform. */
export interface PlainHosts {
  /** Place and nodes; its records are of no use here. */
  readonly cluster: Cluster;
  /** Whether the hosts have a Python, as Ansible wants it. */
  readonly python: boolean;
}

/** Have six plain hosts and the place's bucket for as long as the work takes, on a lab of their own. */
export async function withPlainHosts<T>(
  say: (line: string) => void,
  work: (hosts: PlainHosts) => Promise<T>,
): Promise<T> {
  const giveBack = await takeTurn(say);
  const before = process.env.DATAOPS_CLUSTERS;
  try {
    say("lab up, six plain hosts");
    const lab = await labUp({ clusters: join(packageRoot(), "clusters") });
    process.env.DATAOPS_CLUSTERS = lab.clusters;
    return await work(await boot(readCluster("kafka-write"), lab.endpoint));
  } finally {
    if (before === undefined) delete process.env.DATAOPS_CLUSTERS;
    else process.env.DATAOPS_CLUSTERS = before;
    await labDown().finally(giveBack);
  }
}

async function boot(cluster: Cluster, endpoint: string): Promise<PlainHosts> {
  const { region, bucket } = cluster.place;
  const s3 = new S3Client({
    region,
    endpoint,
    forcePathStyle: true,
    credentials: { accessKeyId: "lab", secretAccessKey: "lab" },
  });
  await s3.send(
    new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region as never } }),
  );
  s3.destroy();
  const ec2 = emulatorClient(region);
  const instances = await Promise.all(cluster.nodes.map((node) => runInstance(ec2, cluster, node)));
  ec2.destroy();
  const fleet = new Fleet(cluster);
  try {
    await Promise.all(cluster.nodes.map(({ id }) => answers(fleet, id)));
    return { cluster, python: await installPython(fleet, instances) };
  } finally {
    await fleet.close();
  }
}

async function runInstance(ec2: EC2Client, { place }: Cluster, node: Node): Promise<string> {
  const { NetworkInterface } = await ec2.send(
    new CreateNetworkInterfaceCommand({
      SubnetId: place.network.zones[node.zone]?.subnet,
      PrivateIpAddress: node.address,
    }),
  );
  const { Instances } = await ec2.send(
    new RunInstancesCommand({
      ImageId: Object.values(place.images)[0],
      InstanceType: "m7g.large",
      MinCount: 1,
      MaxCount: 1,
      UserData: Buffer.from("#!/bin/true\n").toString("base64"),
      NetworkInterfaces: [{ DeviceIndex: 0, NetworkInterfaceId: NetworkInterface?.NetworkInterfaceId }],
      MetadataOptions: { HttpTokens: "required", InstanceMetadataTags: "enabled" },
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: `plain-${node.id}` }] }],
    }),
  );
  return Instances?.[0]?.InstanceId ?? "";
}

async function answers(fleet: Fleet, id: number, end = Date.now() + 90_000): Promise<void> {
  for (;;) {
    try {
      await (await fleet.to(id)).run(["systemctl", "is-system-running", "--wait"], { timeout: 60_000 });
      return;
    } catch (error) {
      if (!(error instanceof SshFailure) || Date.now() > end) throw error;
      await sleep(500);
    }
  }
}

/** A lab's base image has no Python, and a bench makes no other image: the packages are laid into each host. */
async function installPython(fleet: Fleet, instances: readonly string[]): Promise<boolean> {
  const packages = await downloadPackages(baseImage(), ["python3"], join(cacheFolder(), "bench-packages"));
  if (packages.length === 0) return false;
  for (const instance of instances) {
    const folder = join(hostFiles(instance).root, "var", "packages");
    mkdirSync(folder);
    for (const file of packages) copyFileSync(file, join(folder, basename(file)));
  }
  // All are unpacked before any is configured, so in the alphabet's order some lack what they need for a moment.
  const install = "dpkg --force-depends --unpack /var/packages/*.deb && dpkg --configure --pending";
  const installed = await fleet.each((transport) => transport.run(["sh", "-c", install], { timeout: 300_000 }));
  return Object.values(installed).every((answer) => "code" in answer && answer.code === 0);
}
