import { AttachVolumeCommand, type EC2Client, RunInstancesCommand } from "@aws-sdk/client-ec2";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { syncArtefacts } from "../../cli/run/artefact/artefact-sync";
import { Bucket } from "../../cli/run/aws/bucket";
import { bootloader } from "../../constructs/bootloader";
import { endpoint } from "../../lab/names";
import { directoryId, type Place, readPlaces } from "../../spec";
import { configWord } from "../../spec/config-word";
import { makeInterface, makeVolume, onHost } from "./a-host";

const clusterId = "MkU3OEVBNTcwNTJENDM2Qg";
const version = "3.9.1";

/** A config for a node that is controller and broker in one, and the whole cluster. */
export const configOf = (address: string, lines: readonly string[] = []): string =>
  [
    "controller.listener.names=CONTROLLERS",
    `controller.quorum.bootstrap.servers=${address}:9093`,
    `dataops.cluster.id=${clusterId}`,
    "dataops.heap=268435456",
    "dataops.roles=broker,controller",
    `dataops.voters=1@${address}:9093:${directoryId(clusterId, 1, 1)}`,
    "inter.broker.listener.name=CLIENTS",
    "listener.security.protocol.map=CLIENTS:PLAINTEXT,CONTROLLERS:PLAINTEXT",
    "listeners=CLIENTS://${node.address}:9092,CONTROLLERS://${node.address}:9093",
    "log.dirs=/var/lib/kafka/data",
    "log.segment.bytes=1048576",
    "node.id=${node.id}",
    "offsets.topic.replication.factor=1",
    "process.roles=broker,controller",
    ...lines,
    "",
  ].join("\n");

/** A host that joined by its userdata: a Kafka cluster of one node. */
export interface KafkaHost {
  readonly address: string;
  readonly volume: string;
  /** Words of the configs in the bucket, the first of them the one it was born with. */
  readonly words: readonly string[];
}

/** Put what a node fetches into a bucket, and run one instance as Terraform would. */
export async function runKafkaHost(ec2: EC2Client, address: string, configs: readonly string[]): Promise<KafkaHost> {
  const place = readPlaces()[0];
  if (place === undefined) throw new Error("the lab has no place");
  const words = await fill(place, configs);
  await makeProfile("one");
  const volume = await makeVolume(ec2);
  const tags: Record<string, string | undefined> = {
    Name: "one-1",
    ...{ "dataops-cluster": "one", "dataops-kind": "kafka", "dataops-node": "1", "dataops-pool": "all" },
    ...{ "dataops-zone": "euw1-az1", "dataops-address": address, "dataops-volume": volume, "dataops-generation": "1" },
    ...{ "dataops-version": version, "dataops-config": words[0], "dataops-metadata": "3.9-IV0" },
    ...{ "dataops-bucket": place.bucket, "dataops-boot": "1", "dataops-endpoint": endpoint },
  };
  const made = await ec2.send(
    new RunInstancesCommand({
      ImageId: place.images["base-12"],
      InstanceType: "m7g.large",
      MinCount: 1,
      MaxCount: 1,
      UserData: Buffer.from(bootloader(1)).toString("base64"),
      NetworkInterfaces: [{ DeviceIndex: 0, NetworkInterfaceId: await makeInterface(ec2, address) }],
      MetadataOptions: { HttpTokens: "required", InstanceMetadataTags: "enabled" },
      IamInstanceProfile: { Name: "one" },
      TagSpecifications: [
        { ResourceType: "instance", Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
      ],
    }),
  );
  const instance = made.Instances?.[0]?.InstanceId ?? "";
  await ec2.send(new AttachVolumeCommand({ InstanceId: instance, VolumeId: volume, Device: "/dev/sdf" }));
  return { address, volume, words };
}

async function fill(place: Place, configs: readonly string[]): Promise<string[]> {
  const s3 = new S3Client({
    region: place.region,
    endpoint,
    forcePathStyle: true,
    credentials: { accessKeyId: "lab", secretAccessKey: "lab" },
  });
  await s3.send(
    new CreateBucketCommand({
      Bucket: place.bucket,
      CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
    }),
  );
  s3.destroy();
  await syncArtefacts(place, [version]);
  const bucket = new Bucket(place);
  for (const text of configs) await bucket.put(`clusters/one/configs/${configWord(text)}`, text);
  bucket.close();
  return configs.map(configWord);
}

/** An instance profile with a role: all that the metadata service needs to have credentials to give. */
async function makeProfile(name: string): Promise<void> {
  const ask = async (action: string, more: Record<string, string>): Promise<void> => {
    const answer = await fetch(endpoint, {
      method: "POST",
      // The emulator tells services apart by the scope of the signature, which it does not check.
      headers: { authorization: "AWS4-HMAC-SHA256 Credential=lab/20260101/us-east-1/iam/aws4_request" },
      body: new URLSearchParams({ Action: action, Version: "2010-05-08", ...more }),
    });
    if (!answer.ok) throw new Error(`${action}: ${answer.status}: ${await answer.text()}`);
  };
  await ask("CreateRole", { RoleName: name, AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}' });
  await ask("CreateInstanceProfile", { InstanceProfileName: name });
  await ask("AddRoleToInstanceProfile", { InstanceProfileName: name, RoleName: name });
}

/** What a verb answered, its exit code beside it. */
export type Said = Readonly<Record<string, unknown>> & { readonly code: number };

/** Run a verb of the host program as root; words as a shell reads them. */
export async function verb(address: string, words: string): Promise<Said> {
  const [line = "", code = ""] = (await onHost(address, `dataops-host ${words} 2>/dev/null; echo $?`)).split("\n");
  return { ...(JSON.parse(line) as object), code: Number(code) };
}
