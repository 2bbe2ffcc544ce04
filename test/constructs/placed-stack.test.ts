import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { App } from "cdktf";
import { Construct } from "constructs";
import { describe, expect, test } from "vitest";
import { inLab, kafkaStack, shippedCluster, terraformJson } from "./fixture";

const prod = terraformJson(kafkaStack(shippedCluster()));
const lab = terraformJson(kafkaStack(shippedCluster(inLab)));

describe("provider", () => {
  test("is of the place's region and refuses any other account", () => {
    expect(prod.provider.aws).toEqual([
      {
        region: "eu-west-1",
        allowed_account_ids: ["123456789012"],
        default_tags: [{ tags: { "dataops-stack": "kafka-write" } }],
      },
    ]);
  });

  test("asks the place's endpoint for every service, and guards the account there too", () => {
    const [provider = {}] = lab.provider.aws;
    expect(provider).toMatchObject({
      allowed_account_ids: ["000000000001"],
      skip_credentials_validation: true,
      skip_metadata_api_check: "true",
      s3_use_path_style: true,
    });
    const [endpoints = {}] = provider["endpoints"] as Record<string, string>[];
    expect(new Set(Object.values(endpoints))).toEqual(new Set(["http://10.77.0.1:5000"]));
    expect(Object.keys(endpoints)).toEqual(expect.arrayContaining(["ec2", "iam", "s3", "sts"]));
  });
});

describe("state", () => {
  test("lies in the place's bucket, encrypted, locked, in the place's account", () => {
    expect(prod.terraform.backend).toEqual({
      s3: {
        bucket: "example-dataops-prod-state",
        key: "kafka-write.tfstate",
        region: "eu-west-1",
        encrypt: true,
        use_lockfile: true,
        allowed_account_ids: ["123456789012"],
      },
    });
  });

  test("lies in the place's folder, by an absolute path", () => {
    expect(lab.terraform.backend).toEqual({ local: { path: "/var/rehearsal/state/kafka-write.tfstate" } });
  });
});

describe("addresses", () => {
  test("two paths that spell one address are refused: they would merge into one resource", () => {
    const stack = kafkaStack(shippedCluster(), new App());
    const object = { bucket: "b", key: "k", content: "c" };
    new S3Object(new Construct(stack, "a_b"), "c", object);
    new S3Object(new Construct(stack, "a"), "b_c", object);
    expect(() => terraformJson(stack)).toThrow("a/b_c and a_b/c have one address; got a_b_c");
  });

  test("a path that Terraform cannot name is refused", () => {
    const stack = kafkaStack(shippedCluster(), new App());
    new S3Object(stack, "a.b", { bucket: "b", key: "k", content: "c" });
    expect(() => terraformJson(stack)).toThrow("a.b is no Terraform name");
  });
});
