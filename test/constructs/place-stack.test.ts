import { App } from "cdktf";
import { describe, expect, test } from "vitest";
import { PlaceStack } from "../../constructs";
import { block, inLab, kafkaStack, shippedCluster, terraformJson } from "./fixture";

const prod = shippedCluster().place;
const json = terraformJson(new PlaceStack(new App(), prod));

describe("the place's bucket", () => {
  test("cannot be destroyed, has versions, is encrypted and closed", () => {
    expect(block(json, "aws_s3_bucket.bucket")).toMatchObject({
      bucket: "example-dataops-prod",
      lifecycle: { prevent_destroy: true },
    });
    expect(block(json, "aws_s3_bucket_versioning.bucket-versions")).toMatchObject({
      versioning_configuration: { status: "Enabled" },
    });
    expect(block(json, "aws_s3_bucket_server_side_encryption_configuration.bucket-encryption")).toMatchObject({
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
    });
    expect(block(json, "aws_s3_bucket_public_access_block.bucket-closed")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  test("speaks TLS only", () => {
    const { policy } = block(json, "aws_s3_bucket_policy.bucket-policy") as { policy: string };
    expect(JSON.parse(policy)).toMatchObject({
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: ["arn:aws:s3:::example-dataops-prod", "arn:aws:s3:::example-dataops-prod/*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });

  test("of a place whose endpoint speaks no TLS has no such policy", () => {
    const lab = terraformJson(new PlaceStack(new App(), shippedCluster(inLab).place));
    expect(lab.resource).not.toHaveProperty("aws_s3_bucket_policy");
  });
});

test("the state cannot lie in the bucket that it describes", () => {
  const stack = new PlaceStack(new App(), { ...prod, state: { bucket: prod.bucket } });
  expect(() => terraformJson(stack)).toThrow("prod.state.bucket: the state cannot lie in the bucket it describes");
});

test("there is one stack for each place in use", () => {
  const app = new App();
  const other = { ...shippedCluster(), name: "kafka-other" };
  const stacks = [kafkaStack(shippedCluster(), app), kafkaStack(other, app)];
  expect(PlaceStack.ofEach(app, stacks).map((stack) => stack.node.id)).toEqual(["place-prod"]);
  const rehearsed = kafkaStack({ ...shippedCluster(inLab), name: "kafka-read" }, app);
  expect(PlaceStack.ofEach(new App(), [...stacks, rehearsed]).map((stack) => stack.node.id)).toEqual([
    "place-prod",
    "place-lab",
  ]);
});
