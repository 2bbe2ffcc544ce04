import { CreateTagsCommand, EC2Client, RunInstancesCommand, TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readLabels, writeLabels } from "../../../cli/run/labels";
import type { Cluster } from "../../../spec/cluster";
import { clusterBehind } from "./sshd";
import { motoServer, startMoto } from "./start-moto";

describe.skipIf(motoServer === undefined && !process.env["CI"])("labels, in a real EC2 emulator", () => {
  let moto: Awaited<ReturnType<typeof startMoto>>;
  let ec2: EC2Client;
  let cluster: Cluster;
  const launch = async (tags: Record<string, string>): Promise<string> => {
    const { Instances } = await ec2.send(
      new RunInstancesCommand({
        ImageId: "ami-12345678",
        MinCount: 1,
        MaxCount: 1,
        TagSpecifications: [
          { ResourceType: "instance", Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
        ],
      }),
    );
    return Instances?.[0]?.InstanceId ?? "";
  };
  const tags = (id: number, name = "kafka-write") => ({
    "dataops-cluster": name,
    "dataops-node": String(id),
    "dataops-version": "3.9.1",
    "dataops-config": "kzqvtmsw",
    other: "stays",
  });

  beforeAll(async () => {
    moto = await startMoto();
    const { endpoint = "", region } = moto.place;
    ec2 = new EC2Client({ endpoint, region, credentials: { accessKeyId: "test", secretAccessKey: "test" } });
    cluster = { ...clusterBehind({ port: 22, key: "", knownHosts: "" }), place: moto.place };
  }, 90_000);
  afterAll(() => moto.stop());

  it("are read by node and written to the node's instance alone", async () => {
    const [one, two] = [await launch(tags(1)), await launch(tags(2))];
    await launch(tags(1, "kafka-read"));
    expect(await readLabels(cluster)).toEqual({
      1: { instance: one, state: "running", version: "3.9.1", config: "kzqvtmsw" },
      2: { instance: two, state: "running", version: "3.9.1", config: "kzqvtmsw" },
    });
    const [first, second] = cluster.nodes;
    if (first === undefined || second === undefined) throw new Error("no nodes");
    await writeLabels(cluster, first, { version: "4.1.1", config: "rolnpyux" });
    const after = await readLabels(cluster, { maxAge: 60_000 });
    expect(after[1]).toEqual({ instance: one, state: "running", version: "4.1.1", config: "rolnpyux" });
    expect(after[2]?.version).toBe("3.9.1");

    await ec2.send(
      new CreateTagsCommand({ Resources: [one], Tags: [{ Key: "dataops-version", Value: "behind our back" }] }),
    );
    expect((await readLabels(cluster, { maxAge: 60_000 }))[1]?.version).toBe("4.1.1");
    expect((await readLabels(cluster))[1]?.version).toBe("behind our back");

    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [two] }));
    expect(Object.keys(await readLabels(cluster))).toEqual(["1"]);
    await expect(writeLabels(cluster, second, { version: "4.1.1", config: "rolnpyux" })).rejects.toThrow(
      "kafka-write: node 2 has no instance to label",
    );
  });

  it("refuses two instances that claim to be one node", async () => {
    const again = await launch(tags(1));
    await expect(readLabels(cluster)).rejects.toThrow(
      new RegExp(
        `kafka-write: node 1; expected one instance labelled dataops-node=1; got i-.*running.* and .*${again}|${again}.* and i-`,
      ),
    );
  });
});
