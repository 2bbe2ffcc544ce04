import { App } from "cdktf";
import { expect, test } from "vitest";
import { ClusterStack, NodeRole } from "../../constructs";
import { block, kafkaStack, shippedCluster, terraformJson } from "./fixture";

interface Policy {
  readonly Statement: readonly { readonly Effect: string; readonly Action: string; readonly Resource: string[] }[];
}

test("nodes of a cluster read what they run and write their own markers, and nothing else", () => {
  const { policy } = block(terraformJson(kafkaStack(shippedCluster())), "aws_iam_role_policy.kafka_role_policy");
  const bucket = "arn:aws:s3:::example-dataops-prod";
  expect(JSON.parse(String(policy))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Read",
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: [
          `${bucket}/artefacts/kafka/*`,
          `${bucket}/host/*`,
          `${bucket}/clusters/kafka-write/configs/*`,
          `${bucket}/clusters/kafka-write/formed/*`,
        ],
      },
      {
        Sid: "Write",
        Effect: "Allow",
        Action: "s3:PutObject",
        Resource: [`${bucket}/clusters/kafka-write/formed/*`],
      },
    ],
  });
});

test("neither the lease and the journal nor another cluster's keys are within its reach", () => {
  const { policy } = block(terraformJson(kafkaStack(shippedCluster())), "aws_iam_role_policy.kafka_role_policy");
  const patterns = (JSON.parse(String(policy)) as Policy).Statement.flatMap(({ Resource }) => Resource);
  const reaches = (key: string): boolean =>
    patterns.some((pattern) => `arn:aws:s3:::example-dataops-prod/${key}`.startsWith(pattern.replace(/\*$/, "")));
  expect(reaches("clusters/kafka-write/configs/rmnwtxsl")).toBe(true);
  for (const key of [
    "clusters/kafka-write/lease",
    "clusters/kafka-write/journal",
    "clusters/kafka-write/rolls/1",
    "clusters/kafka-write-2/configs/x",
    "clusters/other/formed/1-1",
    "terraform.tfstate",
  ])
    expect([key, reaches(key)]).toEqual([key, false]);
});

test("a name that IAM would refuse is refused", () => {
  const stack = new ClusterStack(new App(), shippedCluster());
  new NodeRole(stack, "role", { name: "x".repeat(65), bucket: "b", reads: ["a"], writes: ["a"] });
  expect(() => terraformJson(stack)).toThrow("too long; expected at most 64 characters; got 65");
});
