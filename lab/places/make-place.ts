import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  AssociateVpcCidrBlockCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DescribeAvailabilityZonesCommand,
  type EC2Client,
  ImportKeyPairCommand,
  RegisterImageCommand,
} from "@aws-sdk/client-ec2";
import { BadInput, type Place } from "../../spec";
import { emulatorClient } from "../emulator/emulator-client";
import { sshFiles } from "../ssh";
import type { MadePlace } from "./rewrite-place";

/**
 * Make in the emulator what a place says is there already: network, subnets, images, key pair.
 *
 * @throws BadInput when the region has no such zone
 */
export async function makePlace(place: Place): Promise<MadePlace> {
  const client = emulatorClient(place.region);
  const cidrs = Object.values(place.network.zones).map(({ cidr }) => cidr);
  const vpc = await makeVpc(client, place.name, cidrs);
  const subnets: Record<string, string> = {};
  const zones = await zonesOf(client);
  for (const [zone, { cidr }] of Object.entries(place.network.zones)) {
    const zoneName = zones.get(zone);
    if (zoneName === undefined) {
      const there = [...zones.keys()].join(", ");
      throw new BadInput(
        `place ${place.name}: network.zones.${zone}: not in ${place.region}; expected one of ${there}`,
      );
    }
    // by name: moto takes a zone id without complaint, and then takes the first zone
    const made = await client.send(
      new CreateSubnetCommand({ VpcId: vpc, AvailabilityZone: zoneName, CidrBlock: cidr }),
    );
    subnets[zone] = made.Subnet?.SubnetId ?? "";
  }
  const images: Record<string, string> = {};
  for (const image of withNext(Object.keys(place.images))) images[image] = await registerImage(client, image);
  if (place.ssh.keyPair !== undefined) await importKey(client, place.ssh.keyPair);
  client.destroy();
  return { vpc, subnets, images };
}

/** EC2 takes ranges of /16 and smaller: one for each that the subnets lie in. */
async function makeVpc(client: EC2Client, name: string, cidrs: readonly string[]): Promise<string> {
  const [first = "10.0.0.0/16", ...rest] = new Set(
    cidrs.map((cidr) => `${cidr.split(".").slice(0, 2).join(".")}.0.0/16`),
  );
  const vpc = (await client.send(new CreateVpcCommand({ CidrBlock: first }))).Vpc?.VpcId ?? "";
  for (const cidr of rest) await client.send(new AssociateVpcCidrBlockCommand({ VpcId: vpc, CidrBlock: cidr }));
  await client.send(new CreateTagsCommand({ Resources: [vpc], Tags: [{ Key: "Name", Value: name }] }));
  return vpc;
}

/** Names of a region's zones by their ids. */
async function zonesOf(client: EC2Client): Promise<Map<string, string>> {
  const { AvailabilityZones = [] } = await client.send(new DescribeAvailabilityZonesCommand({}));
  return new Map(AvailabilityZones.map(({ ZoneId = "", ZoneName = "" }) => [ZoneId, ZoneName]));
}

/** Longest name that a places file takes. */
const longestName = 39;

/** For each image another one, `NAME-next`, so that a change of image can be rehearsed. Hosts are the same with any. */
const withNext = (images: readonly string[]): Set<string> =>
  new Set([...images, ...images.map((name) => `${name}-next`).filter((name) => name.length <= longestName)]);

async function registerImage(client: EC2Client, name: string): Promise<string> {
  const id = createHash("sha256").update(name).digest("hex").slice(0, 8);
  const image = { Name: `dataops-lab-${name}-${id}`, RootDeviceName: "/dev/sda1", Architecture: "x86_64" as const };
  return (await client.send(new RegisterImageCommand({ ...image, VirtualizationType: "hvm" }))).ImageId ?? "";
}

async function importKey(client: EC2Client, name: string): Promise<void> {
  const material = readFileSync(sshFiles.publicKey);
  await client.send(new ImportKeyPairCommand({ KeyName: name, PublicKeyMaterial: material }));
}
