import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cluster, configWord, parseDisk } from "../../spec";
import { block, inLab, kafkaStack, resources, shippedCluster, shippedConfigs, terraformJson } from "./fixture";

const prod = terraformJson(kafkaStack(shippedCluster()));

const wordOf = (id: number): string => shippedCluster().recorded.nodes[id]?.config ?? "";

/** The same construct twice: what differs then comes of the difference in the spec. */
const json = (spec: Cluster, configs = shippedConfigs): string =>
  JSON.stringify(terraformJson(kafkaStack(spec, undefined, configs)), null, 1);

describe("nodes", () => {
  test("are built from nodes and records, keyed by their ids", () => {
    expect(Object.keys(resources(prod, "aws_instance"))).toEqual(
      ["11", "12", "13", "1", "2", "3"].map((id) => `kafka_${id}_machine`),
    );
    expect(block(prod, "aws_instance.kafka_11_machine")).toMatchObject({
      ami: "ami-0c1d2e3f4a5b60718",
      instance_type: "m7g.xlarge",
    });
    expect(block(prod, "aws_ebs_volume.kafka_11_disk")).toMatchObject({ size: 2048, throughput: 150 });
    expect(block(prod, "aws_network_interface.kafka_11_address")).toMatchObject({ private_ips: ["10.77.1.21"] });
  });

  test("carry their record as tags, which is all that the bootloader needs", () => {
    expect(block(prod, "aws_instance.kafka_11_machine")["tags"]).toEqual({
      Name: "kafka-write-11",
      "dataops-cluster": "kafka-write",
      "dataops-kind": "kafka",
      "dataops-node": "11",
      "dataops-pool": "brokers",
      "dataops-zone": "euw1-az1",
      "dataops-address": "10.77.1.21",
      "dataops-volume": "${aws_ebs_volume.kafka_11_disk.id}",
      "dataops-generation": "1",
      "dataops-version": "3.9.1",
      "dataops-config": wordOf(11),
      "dataops-metadata": "3.9-IV0",
      "dataops-bucket": "example-dataops-prod",
      "dataops-boot": "1",
    });
  });

  test("are told the endpoint in a place that has one", () => {
    const lab = terraformJson(kafkaStack(shippedCluster(inLab)));
    expect(block(lab, "aws_instance.kafka_11_machine")).toMatchObject({
      ami: "ami-0000cccc",
      key_name: "rehearsal",
      tags: { "dataops-endpoint": "http://10.77.0.1:5000", "dataops-zone": "eun1-az1" },
    });
  });

  test("have tag keys that the metadata service can serve", () => {
    for (const { tags } of Object.values(resources(prod, "aws_instance")))
      for (const key of Object.keys(tags as object)) expect(key).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  test("boot once their config and their policy are there", () => {
    expect(block(prod, "aws_instance.kafka_1_machine")["depends_on"]).toEqual([
      "aws_iam_role_policy.kafka_role_policy",
      `aws_s3_object.kafka_config-${wordOf(1)}`,
    ]);
  });

  test("without a record are refused", () => {
    const spec = shippedCluster();
    const nodes = Object.fromEntries(Object.entries(spec.recorded.nodes).filter(([id]) => id !== "11"));
    const bare = { ...spec, recorded: { ...spec.recorded, nodes } };
    expect(() => kafkaStack(bare)).toThrow("clusters/kafka-write.yaml: recorded.11: missing; expected a record");
  });

  test("with a config that is nowhere are refused", () => {
    expect(() => kafkaStack(shippedCluster(), undefined, new Map())).toThrow(
      `recorded.1.config: no such file in configs/kafka-write/; got ${wordOf(1)}`,
    );
  });
});

describe("the file's top", () => {
  const spec = shippedCluster();
  const before = json(spec);

  test.each<[string, string]>([
    ["\nversion: 3.9.1", "\nversion: 4.1.1"],
    ["min.insync.replicas: 2", "message.max.bytes: 2000000"],
    ["keep: 12h", "keep: 6h"],
    ["brokers: { type: m7g.xlarge, disk: 2TiB at 150MiB/s }", "brokers: { type: m7g.2xlarge, disk: 4TiB at 250MiB/s }"],
  ])("%s → %s changes no byte", (from, to) => {
    expect(json(shippedCluster([[from, to]]))).toBe(before);
  });

  test("changes no byte, whatever it says", { timeout: 120_000 }, () => {
    const word = fc.stringMatching(/^[a-z0-9.-]{1,12}$/);
    const pool = fc.record({ type: word, size: fc.integer({ min: 1, max: 64 }), heap: fc.nat() });
    const top = fc.record({
      version: word,
      image: word,
      config: fc.dictionary(word, word),
      controllers: pool,
      brokers: pool,
    });
    fc.assert(
      fc.property(top, ({ brokers, config, controllers, image, version }) => {
        const pools = Object.fromEntries(
          Object.entries({ brokers, controllers }).map(([name, { heap, size, type }]) => [
            name,
            { name, type, heap, disk: parseDisk(`${size}TiB`), roles: [] },
          ]),
        );
        expect(json({ ...spec, version, image, config, pools, traffic: { in: 1, keep: 1, replicas: 1 } })).toBe(before);
      }),
      { numRuns: 25 },
    );
  });

  test("is not how a node moves: its record is", () => {
    const moved = shippedCluster([["  11: { version: 3.9.1", "  11: { version: 4.1.1"]]);
    const lines = json(moved).split("\n");
    const changed = before.split("\n").filter((line, index) => line !== lines[index]);
    expect(changed.map((line) => line.trim())).toEqual(['"dataops-version": "3.9.1",']);
  });
});

describe("configs", () => {
  const text = "a=${node.id}\n%{x}\n";
  const more = new Map([...shippedConfigs, [configWord(text), text]]);
  const after = terraformJson(kafkaStack(shippedCluster(), undefined, more));

  test("are uploaded each, verbatim, and compared by checksum", () => {
    expect(block(after, `aws_s3_object.kafka_config-${configWord(text)}`)).toMatchObject({
      bucket: "example-dataops-prod",
      key: `clusters/kafka-write/configs/${configWord(text)}`,
      content: "a=$${node.id}\n%%{x}\n",
      etag: createHash("md5").update(text).digest("hex"),
      server_side_encryption: "AES256",
    });
  });

  test("that nobody runs yet change nothing else", () => {
    const { [`kafka_config-${configWord(text)}`]: added, ...objects } = resources(after, "aws_s3_object");
    expect(added).toBeDefined();
    expect({ ...after, resource: { ...after.resource, aws_s3_object: objects } }).toEqual(prod);
  });
});

describe("who gets in", () => {
  const rules = (type: string) =>
    Object.fromEntries(
      Object.entries(resources(prod, type)).map(([name, rule]) => [
        name,
        `${String(rule["cidr_ipv4"] ?? rule["referenced_security_group_id"])} ${String(rule["from_port"])}-${String(rule["to_port"])}`,
      ]),
    );
  const itself = "${aws_security_group.kafka_group.id}";

  test("is who was let in, and the nodes themselves on their listeners", () => {
    expect(rules("aws_vpc_security_group_ingress_rule")).toEqual({
      "kafka_clients_from-ingest": "10.70.0.0/16 9092-9092",
      "kafka_ssh_from-bastion": "10.77.0.10/32 22-22",
      "kafka_group_clients-in": `${itself} 9092-9092`,
      "kafka_group_brokers-in": `${itself} 9094-9094`,
      "kafka_group_controllers-in": `${itself} 9093-9093`,
    });
  });

  test("gets no more out than to itself and to AWS", () => {
    expect(rules("aws_vpc_security_group_egress_rule")).toEqual({
      "kafka_group_services-out": "0.0.0.0/0 443-443",
      "kafka_group_clients-out": `${itself} 9092-9092`,
      "kafka_group_brokers-out": `${itself} 9094-9094`,
      "kafka_group_controllers-out": `${itself} 9093-9093`,
    });
  });

  test("is nobody from a bastion that the place has not, and AWS is at the endpoint", () => {
    const lab = terraformJson(kafkaStack(shippedCluster(inLab)));
    expect(resources(lab, "aws_vpc_security_group_ingress_rule")).not.toHaveProperty("kafka_ssh_from-bastion");
    expect(block(lab, "aws_vpc_security_group_egress_rule.kafka_group_services-out")).toMatchObject({
      from_port: 5000,
    });
  });
});

test("no secret is in what Terraform gets", () => {
  const withoutUserData = JSON.stringify(prod, (key, value: unknown) => (key === "user_data" ? "" : value));
  expect(withoutUserData).not.toMatch(/access_key|secret|password/i);
});
