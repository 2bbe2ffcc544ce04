import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { describe, expect, test } from "vitest";
import { ClusterStack, StatefulNode, type StatefulNodeProps } from "../../constructs";
import { parseDisk } from "../../spec";
import { block, shippedCluster, terraformJson } from "./fixture";

const props: StatefulNodeProps = {
  name: "search-7",
  image: "ami-1",
  type: "r7g.large",
  disk: parseDisk("100GiB"),
  subnet: { id: "subnet-1", zoneName: "eu-west-1a" },
  address: "10.0.0.7",
  boot: 1,
  labels: { "dataops-version": "2.19.6" },
  identity: { "dataops-node": "7" },
  securityGroups: ["sg-1"],
  instanceProfile: "search",
};

const synth = (changed: Partial<StatefulNodeProps> = {}, id = "n7") => {
  const stack = new ClusterStack(new App(), shippedCluster());
  new StatefulNode(stack, id, { ...props, ...changed });
  return terraformJson(stack);
};

describe("machine", () => {
  const machine = block(synth(), "aws_instance.n7_machine");

  test("is protected, private, encrypted and gives its tags to itself alone", () => {
    expect(machine).toMatchObject({
      ami: "ami-1",
      instance_type: "r7g.large",
      iam_instance_profile: "search",
      disable_api_stop: true,
      disable_api_termination: true,
      instance_initiated_shutdown_behavior: "stop",
      metadata_options: {
        http_endpoint: "enabled",
        http_tokens: "required",
        http_put_response_hop_limit: 1,
        instance_metadata_tags: "enabled",
      },
      network_interface: [{ device_index: 0, network_interface_id: "${aws_network_interface.n7_address.id}" }],
      root_block_device: { volume_type: "gp3", volume_size: 20, encrypted: true, delete_on_termination: true },
    });
    for (const key of ["associate_public_ip_address", "key_name", "ebs_block_device", "volume_tags", "lifecycle"])
      expect(machine).not.toHaveProperty(key);
  });

  test("carries who and what it is as tags", () => {
    expect(machine["tags"]).toEqual({
      Name: "search-7",
      "dataops-node": "7",
      "dataops-version": "2.19.6",
      "dataops-volume": "${aws_ebs_volume.n7_disk.id}",
    });
  });

  test("has the frozen bootloader as userdata, byte for byte", () => {
    const file = readFileSync(join(__dirname, "../../host/bootloader-1.sh"), "utf8");
    expect(String(machine["user_data"]).replace(/([$%])\1\{/g, "$1{")).toBe(file);
    expect(Buffer.byteLength(file)).toBeLessThan(4096);
  });

  test("gets the place's key pair where there is one", () => {
    expect(block(synth({ keyPair: "ops" }), "aws_instance.n7_machine")).toMatchObject({ key_name: "ops" });
  });
});

describe("disk", () => {
  test("is encrypted gp3, cannot be destroyed, and ignores nothing", () => {
    expect(block(synth(), "aws_ebs_volume.n7_disk")).toMatchObject({
      availability_zone: "eu-west-1a",
      type: "gp3",
      size: 100,
      iops: 3000,
      throughput: 125,
      encrypted: true,
      lifecycle: { prevent_destroy: true },
    });
    expect(JSON.stringify(synth())).not.toContain("ignore_changes");
  });

  test("gets the throughput and operations that it is recorded with", () => {
    const disk = parseDisk("2TiB at 800MiB/s with 6000iops");
    expect(block(synth({ disk }), "aws_ebs_volume.n7_disk")).toMatchObject({ size: 2048, throughput: 800, iops: 6000 });
  });

  test("is detached only from a stopped machine", () => {
    expect(block(synth(), "aws_volume_attachment.n7_attachment")).toMatchObject({
      instance_id: "${aws_instance.n7_machine.id}",
      volume_id: "${aws_ebs_volume.n7_disk.id}",
      stop_instance_before_detaching: true,
    });
  });

  test("in parts of a GiB is refused", () => {
    const disk = { text: "1.5GiB", size: 1.5 * 1024 ** 3 };
    expect(() => synth({ disk })).toThrow("expected whole GiB and whole MiB/s; got 1.5GiB");
  });
});

test("the address is a network interface that outlives the machine", () => {
  const json = synth();
  expect(block(json, "aws_network_interface.n7_address")).toMatchObject({
    subnet_id: "subnet-1",
    private_ips: ["10.0.0.7"],
    security_groups: ["sg-1"],
  });
  expect(JSON.stringify(json)).not.toContain("create_before_destroy");
});

test("an unknown bootloader is refused, with those there are", () => {
  expect(() => synth({ boot: 99 })).toThrow(/unknown bootloader; expected 1.*; got 99/);
});

test("an id that Terraform cannot name is refused", () => {
  expect(() => synth({}, "7")).toThrow("7/address is no Terraform name");
});
