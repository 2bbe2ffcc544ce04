import {
  CreateTagsCommand,
  type EC2Client,
  RunInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readLabels, writeLabels } from "../../../../cli/run/aws/labels";
import { liftProtection, readProtection, restoreProtection } from "../../../../cli/run/aws/protection";
import { ensureStarted } from "../../../../cli/run/aws/start-machine";
import type { Cluster } from "../../../../spec/cluster";
import { clusterBehind } from "../ssh/sshd";
import { ec2Of, motoServer, startMoto } from "./start-moto";

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
        InstanceType: "m7g.large",
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
    "dataops-metadata": "3.9-IV0",
    "dataops-generation": "1",
    other: "stays",
  });

  beforeAll(async () => {
    moto = await startMoto();
    ec2 = ec2Of(moto.place);
    cluster = { ...clusterBehind({ port: 22, key: "", knownHosts: "" }), place: moto.place };
  }, 90_000);
  afterAll(() => moto.stop());

  it("are read by node and written to the node's instance alone", async () => {
    const [one, two] = [await launch(tags(1)), await launch(tags(2))];
    await launch(tags(1, "kafka-read"));
    const same = {
      state: "running",
      type: "m7g.large",
      image: "ami-12345678",
      launched: expect.any(Number) as number,
      metadata: "3.9-IV0",
      generation: 1,
    };
    expect(await readLabels(cluster)).toEqual({
      1: { ...same, instance: one, version: "3.9.1", config: "kzqvtmsw" },
      2: { ...same, instance: two, version: "3.9.1", config: "kzqvtmsw" },
    });
    const [first, second] = cluster.nodes;
    if (first === undefined || second === undefined) throw new Error("no nodes");
    await writeLabels(cluster, first, { version: "4.1.1", config: "rolnpyux" });
    const after = await readLabels(cluster, { maxAge: 60_000 });
    expect(after[1]).toEqual({ ...same, instance: one, version: "4.1.1", config: "rolnpyux" });
    expect(after[2]?.version).toBe("3.9.1");

    await ec2.send(
      new CreateTagsCommand({ Resources: [one], Tags: [{ Key: "dataops-version", Value: "behind our back" }] }),
    );
    expect((await readLabels(cluster, { maxAge: 60_000 }))[1]?.version).toBe("4.1.1");
    expect((await readLabels(cluster))[1]?.version).toBe("behind our back");
    await writeLabels(cluster, first, { metadata: "4.1-IV1" });
    const { config, metadata, version } = (await readLabels(cluster))[1] ?? {};
    expect({ config, metadata, version }).toEqual({
      config: "rolnpyux",
      metadata: "4.1-IV1",
      version: "behind our back",
    });

    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [two] }));
    expect(Object.keys(await readLabels(cluster))).toEqual(["1"]);
    await expect(writeLabels(cluster, second, { version: "4.1.1", config: "rolnpyux" })).rejects.toThrow(
      "kafka-write: node 2 has no instance to label",
    );
  });

  it("takes protections from one instance and puts both back, as often as it likes", async () => {
    const other = await launch(tags(2));
    await restoreProtection(cluster, 1);
    await restoreProtection(cluster, 2);
    const is = await readProtection(cluster, 1);
    expect(is).toEqual({ instance: is?.instance, stop: true, termination: true });
    expect(await liftProtection(cluster, 1, { stop: true, termination: false })).toEqual({ ...is, stop: false });
    expect(await readProtection(cluster, 1)).toEqual({ ...is, stop: false });
    expect(await readProtection(cluster, 2)).toEqual({ instance: other, stop: true, termination: true });
    await restoreProtection(cluster, 1);
    await restoreProtection(cluster, 1);
    expect(await readProtection(cluster, 1)).toEqual(is);

    await liftProtection(cluster, 2, { stop: true, termination: true });
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [other] }));
    await restoreProtection(cluster, 2);
    expect(await readProtection(cluster, 2)).toBeUndefined();
  });

  it("starts a machine that was left stopped, and leaves others alone", async () => {
    const one = (await readLabels(cluster))[1];
    await liftProtection(cluster, 1, { stop: true, termination: false });
    await ec2.send(new StopInstancesCommand({ InstanceIds: [one?.instance ?? ""] }));
    expect((await readLabels(cluster))[1]?.state).toBe("stopped");
    await ensureStarted(cluster, 1);
    await ensureStarted(cluster, 1);
    await ensureStarted(cluster, 2);
    expect((await readLabels(cluster))[1]).toMatchObject({ instance: one?.instance, state: "running" });
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
