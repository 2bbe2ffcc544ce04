import { CreateVolumeCommand, type EC2Client, ModifyVolumeCommand } from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDisks } from "../../../../cli/run/aws/disks";
import type { Cluster } from "../../../../spec/cluster";
import { clusterBehind } from "../ssh/sshd";
import { ec2Of, motoServer, startMoto } from "./start-moto";

const GiB = 1024 ** 3;
const MiB = 1024 ** 2;

describe.skipIf(motoServer === undefined && !process.env["CI"])("disks, in a real EC2 emulator", () => {
  let moto: Awaited<ReturnType<typeof startMoto>>;
  let ec2: EC2Client;
  let cluster: Cluster;
  const make = async (id: number, name = "kafka-write"): Promise<string> => {
    const Tags = Object.entries({ "dataops-cluster": name, "dataops-node": String(id) }).map(([Key, Value]) => ({
      Key,
      Value,
    }));
    const disk = { AvailabilityZone: "eu-west-1a", Size: 50, VolumeType: "gp3" as const, Throughput: 150, Iops: 3000 };
    const { VolumeId } = await ec2.send(
      new CreateVolumeCommand({ ...disk, TagSpecifications: [{ ResourceType: "volume", Tags }] }),
    );
    return VolumeId ?? "";
  };

  beforeAll(async () => {
    moto = await startMoto();
    ec2 = ec2Of(moto.place);
    cluster = { ...clusterBehind({ port: 22, key: "", knownHosts: "" }), place: moto.place };
  }, 90_000);
  afterAll(() => moto.stop());

  it("are read by node, with their last modification", async () => {
    const [one, two] = [await make(1), await make(2)];
    await make(1, "kafka-read");
    await make(99);
    const same = { type: "gp3", iops: 3000, attached: null };
    const made = { ...same, size: 50 * GiB, throughput: 150 * MiB, modification: null };
    expect(await readDisks(cluster)).toEqual({ 1: { ...made, volume: one }, 2: { ...made, volume: two } });

    const began = Date.now();
    await ec2.send(new ModifyVolumeCommand({ VolumeId: one, Size: 55 }));
    await ec2.send(new ModifyVolumeCommand({ VolumeId: one, Size: 60, Throughput: 200 }));
    const disks = await readDisks(cluster);
    expect(disks[1]).toMatchObject({ ...same, volume: one, size: 60 * GiB, throughput: 200 * MiB });
    expect(disks[1]?.modification).toMatchObject({ state: "completed", progress: 100 });
    expect(disks[1]?.modification?.since).toBeGreaterThan(began - 5000);
    expect(disks[2]?.modification).toBeNull();
  });

  it("refuses two volumes that claim to be one node's", async () => {
    const again = await make(2);
    await expect(readDisks(cluster)).rejects.toThrow(
      new RegExp(`node 2; expected one volume tagged dataops-node=2; got .*${again}`),
    );
  });
});
