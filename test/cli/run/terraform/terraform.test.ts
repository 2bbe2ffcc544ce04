import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateTagsCommand, DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { besideNewConfigs } from "../../../../cli/facts/beside-new-configs";
import { describeChange } from "../../../../cli/facts/describe-change";
import { recordedTarget } from "../../../../cli/facts/target";
import { readProtection } from "../../../../cli/run/aws/protection";
import { planNodeMachine } from "../../../../cli/run/terraform/node-machine";
import { type PlanOptions, terraformApplySaved, terraformPlan } from "../../../../cli/run/terraform/terraform";
import { BadInput, readCluster, readConfigs, writeConfig } from "../../../../spec";
import { type EmulatedPlace, emulatedPlace, missingForTerraform } from "./emulated-place";

/** The file within a copy of the cluster files, changed. */
function change(folder: string, file: string, from: string, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

const pending = async (stack: string, options: PlanOptions = {}): Promise<string[]> => {
  const plan = await terraformPlan(stack, options);
  await plan.discard();
  expect(existsSync(plan.file)).toBe(false);
  return plan.changes.map(describeChange);
};

describe("terraform", { timeout: 600_000 }, async () => {
  const missing = await missingForTerraform();
  if (missing.length > 0) {
    test.skipIf(!process.env["CI"])(`needs ${missing.join(" and ")}`, () => expect(missing).toEqual([]));
    return;
  }

  let place: EmulatedPlace;
  const env = { clusters: process.env["DATAOPS_CLUSTERS"], output: process.env["CDKTF_OUTPUT"] };

  /** A copy of the cluster files in which something is not so. */
  const lie = (name: string, file: string, from: string, to: string): string => {
    const folder = `${place.clusters}-${name}`;
    cpSync(place.clusters, folder, { recursive: true });
    change(folder, "places.yaml", "../state", join(place.clusters, "../state"));
    change(folder, file, from, to);
    return folder;
  };

  beforeAll(async () => {
    place = await emulatedPlace();
    process.env["DATAOPS_CLUSTERS"] = place.clusters;
    process.env["CDKTF_OUTPUT"] = place.output;
  }, 180_000);

  afterAll(async () => {
    process.env["DATAOPS_CLUSTERS"] = env.clusters ?? "";
    process.env["CDKTF_OUTPUT"] = env.output ?? "";
    await place.end();
  });

  test("builds a place and a cluster, and then has nothing left to do", async () => {
    await terraformApplySaved(await terraformPlan("place-prod"));
    const plan = await terraformPlan("kafka-write");
    expect(new Set(plan.changes.map(({ actions }) => actions.join()))).toEqual(new Set(["create"]));
    await terraformApplySaved(plan);
    const after = await terraformPlan("kafka-write");
    await after.discard();
    expect(after).toMatchObject({ changes: [], resources: plan.changes.length });
  });

  test("sees a record that is not the label, and no longer once it is", async () => {
    const clusters = lie("label", "kafka-write.yaml", "  11: { version: 3.9.1", "  11: { version: 4.1.1");
    const change = "aws_instance.kafka_11_machine: update tags.dataops-version";
    expect(await pending("kafka-write", { clusters, scratch: true })).toEqual([change]);

    const Filters = [{ Name: "tag:dataops-node", Values: ["11"] }];
    const found = await place.ec2.send(new DescribeInstancesCommand({ Filters }));
    const id = found.Reservations?.[0]?.Instances?.[0]?.InstanceId ?? "";
    const tag = (Value: string) =>
      new CreateTagsCommand({ Resources: [id], Tags: [{ Key: "dataops-version", Value }] });
    await place.ec2.send(tag("4.1.1"));
    expect(await pending("kafka-write", { clusters, scratch: true })).toEqual([]);
    await place.ec2.send(tag("3.9.1"));
  });

  test("uploads a new config and does nothing else", async () => {
    const text = "# a new config: %{x}\nnode.id=${node.id}\n";
    const { word } = writeConfig("kafka-write", text);
    change(place.clusters, "kafka-write.yaml", "\nversion: 3.9.1", "\nversion: 4.1.1");
    const plan = await terraformPlan("kafka-write");
    expect(plan.changes.map(({ key }) => key)).toEqual([`clusters/kafka-write/configs/${word}`]);
    expect(besideNewConfigs(plan.changes, "kafka-write")).toEqual([]);
    await terraformApplySaved(plan);
    const Key = `clusters/kafka-write/configs/${word}`;
    const object = await place.s3.send(new GetObjectCommand({ Bucket: "example-dataops", Key }));
    expect(await object.Body?.transformToString()).toBe(text);
  });

  test("sees a config in the bucket that is not the code's", async () => {
    const [word = ""] = [...readConfigs("kafka-write").keys()];
    const Key = `clusters/kafka-write/configs/${word}`;
    await place.s3.send(new PutObjectCommand({ Bucket: "example-dataops", Key, Body: "garbage" }));
    // a checkout that has lost its provider finds it again
    rmSync(join(place.output, "stacks/kafka-write/.terraform/providers/registry.terraform.io"), { recursive: true });
    const plan = await terraformPlan("kafka-write");
    expect(plan.changes).toHaveLength(1);
    expect(plan.changes[0]).toMatchObject({ address: `aws_s3_object.kafka_config-${word}`, actions: ["update"] });
    expect(plan.changes[0]?.paths).toContain("etag");
    await terraformApplySaved(plan);
  });

  test("fails closed where an apply would stop a node", async () => {
    const clusters = lie("type", "kafka-write.yaml", "name: ", "name: ");
    const text = readFileSync(join(clusters, "kafka-write.yaml"), "utf8");
    const resized = text.replace(/^( {2}1: \{ version: .*type: )m7g\.large/m, "$1m7g.xlarge");
    expect(resized).not.toBe(text);
    writeFileSync(join(clusters, "kafka-write.yaml"), resized);
    const plan = await terraformPlan("kafka-write", { clusters, scratch: true });
    const changes = plan.changes.map(describeChange);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatch(/^aws_instance\.kafka_1_machine: update .*instance_type/);
    await expect(terraformApplySaved(plan)).rejects.toThrow(/stop/i);
  });

  test("makes a dead machine of the same image anew, and nothing that was not meant", async () => {
    const cluster = readCluster("kafka-write");
    const target = recordedTarget(cluster, 1);
    const meant = { machine: "replace", disk: "keep" } as const;
    const plan = await planNodeMachine(cluster, 1, target, meant);
    expect(plan.lines.toSorted()).toEqual([
      "aws_instance.kafka_1_machine: replace",
      "aws_volume_attachment.kafka_1_attachment: replace instance_id",
    ]);
    expect(await readProtection(cluster, 1)).toMatchObject({ stop: false, termination: false });
    await plan.discard();
    expect(await readProtection(cluster, 1)).toMatchObject({ stop: true, termination: true });

    const resized = { ...target, type: "m7g.xlarge" };
    await expect(
      planNodeMachine(cluster, 1, resized, { machine: "keep", disk: "keep" }, { pendingChecked: true }),
    ).rejects.toThrow(/node 1 would do more than is meant:\n {2}aws_instance\.kafka_1_machine: update .*instance_type/);
  });

  test("refuses another account, and a subnet that lies elsewhere", async () => {
    const account = lie("account", "places.yaml", "123456789012", "210987654321");
    await expect(terraformPlan("kafka-write", { clusters: account, scratch: true })).rejects.toThrow(/account/i);

    const places = readFileSync(join(place.clusters, "places.yaml"), "utf8");
    const [one = "", two = ""] = [...places.matchAll(/subnet-[0-9a-f]+/g)].map(([id]) => id);
    const swapped = lie("subnet", "places.yaml", one, two);
    await expect(terraformPlan("kafka-write", { clusters: swapped, scratch: true })).rejects.toThrow(
      /euw1-az1: \S+\s+has\s+another\s+availability_zone_id;\s+expected\s+euw1-az1/,
    );
  });

  test("goes over to another state without taking the old one along", async () => {
    const clusters = lie("state", "places.yaml", "/state", "/state-of-another");
    const state = join(place.clusters, "../state/kafka-write.tfstate");
    const before = readFileSync(state, "utf8");
    const plan = await terraformPlan("kafka-write", { clusters });
    await plan.discard();
    expect(new Set(plan.changes.map(({ actions }) => actions.join()))).toEqual(new Set(["create"]));
    expect(readFileSync(state, "utf8")).toBe(before);
  });

  test("names the mistakes of cluster files, and the stacks that there are", async () => {
    const clusters = lie("mistake", "kafka-write.yaml", "replicas: 3", "replicas: 9");
    const refused = await terraformPlan("kafka-write", { clusters, scratch: true }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(BadInput);
    expect((refused as BadInput).message).toMatch(/^\S+kafka-write\.yaml:\d+:\d+: /);
    await expect(terraformPlan("kafka-wriet")).rejects.toThrow("no such stack; expected kafka-write; got kafka-wriet");
  });
});
