import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { CreateSubnetCommand, CreateVpcCommand, EC2Client, RegisterImageCommand } from "@aws-sdk/client-ec2";
import { S3Client } from "@aws-sdk/client-s3";
import { findPython } from "../../../../lab/emulator/find-python";

const root = join(__dirname, "../../../..");

/** An emulator on the loopback, a VPC in it, and a copy of the shipped cluster files whose place is there. */
export interface EmulatedPlace {
  readonly ec2: EC2Client;
  readonly s3: S3Client;
  /** Folder of the cluster files. */
  readonly clusters: string;
  /** Folder that `cdktf` would write to. */
  readonly output: string;
  end(): Promise<void>;
}

/** What a machine lacks to run this; empty when nothing. */
export async function missingForTerraform(): Promise<readonly string[]> {
  const terraform = spawn("terraform", ["version"], { stdio: "ignore" });
  const found = await once(terraform, "exit").then(
    ([code]) => code === 0,
    () => false,
  );
  return [...(found ? [] : ["terraform"]), ...((await findPython()) === undefined ? ["a Python with moto"] : [])];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

const answers = (endpoint: string): Promise<boolean> =>
  fetch(`${endpoint}/moto-api/data.json`).then(
    (answer) => answer.ok,
    () => false,
  );

export async function emulatedPlace(): Promise<EmulatedPlace> {
  const scratch = mkdtempSync(join(tmpdir(), "dataops-terraform-"));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const emulator = spawn(
    (await findPython()) ?? "python3",
    [join(root, "lab/emulator/emulator.py"), "127.0.0.1", String(port)],
    {
      stdio: "ignore",
    },
  );
  for (let round = 0; !(await answers(endpoint)); round += 1) {
    if (round > 600 || emulator.exitCode !== null) throw new Error("the emulator does not answer");
    await setTimeout(200);
  }
  const client = { region: "eu-west-1", endpoint, credentials: { accessKeyId: "dataops", secretAccessKey: "dataops" } };
  const ec2 = new EC2Client(client);
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const clusters = join(scratch, "clusters");
  cpSync(join(root, "clusters"), clusters, { recursive: true });
  writeFileSync(join(clusters, "places.yaml"), await placeIn(ec2, endpoint));
  return {
    ec2,
    s3,
    clusters,
    output: join(scratch, "cdktf.out"),
    end: async () => {
      emulator.kill();
      if (emulator.exitCode === null) await once(emulator, "exit");
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

/** Makes what a place has before dataops: VPC, subnets, image. */
async function placeIn(ec2: EC2Client, endpoint: string): Promise<string> {
  const vpc = (await ec2.send(new CreateVpcCommand({ CidrBlock: "10.77.0.0/16" }))).Vpc?.VpcId ?? "";
  const image = await ec2.send(new RegisterImageCommand({ Name: "base-12", Architecture: "arm64" }));
  // the emulator's zones: a zone's name and its id are in another order, as in a real account
  const zones = { "euw1-az1": "eu-west-1b", "euw1-az2": "eu-west-1c", "euw1-az3": "eu-west-1a" };
  const lines: string[] = [];
  for (const [zone, AvailabilityZone] of Object.entries(zones)) {
    const CidrBlock = `10.77.${zone.at(-1)}.0/24`;
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: vpc, CidrBlock, AvailabilityZone }));
    lines.push(`      ${zone}: { subnet: ${Subnet?.SubnetId ?? ""}, cidr: ${CidrBlock} }`);
  }
  return [
    "prod:",
    '  account: "123456789012"',
    "  region: eu-west-1",
    "  network:",
    `    vpc: ${vpc}`,
    "    zones:",
    ...lines,
    "    ranges: { ingest: 10.70.0.0/16 }",
    "  bucket: example-dataops",
    "  state: { local: ../state }",
    `  endpoint: ${endpoint}`,
    `  images: { base-12: ${image.ImageId ?? ""} }`,
    "",
  ].join("\n");
}
