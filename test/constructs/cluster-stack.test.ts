import { App } from "cdktf";
import { expect, test } from "vitest";
import { block, inLab, kafkaStack, shippedCluster, terraformJson } from "./fixture";

test("an address that a node of another cluster has in the same network is refused", () => {
  const app = new App();
  kafkaStack({ ...shippedCluster(), name: "kafka-read" }, app);
  const stack = kafkaStack(shippedCluster(), app);
  expect(() => terraformJson(stack)).toThrow("nodes.11.address: taken by kafka-read; got 10.77.1.21");
});

test("one app holds clusters of two places, each with its own account, network and state", () => {
  const app = new App();
  const prod = terraformJson(kafkaStack(shippedCluster(), app));
  const lab = terraformJson(kafkaStack({ ...shippedCluster(inLab), name: "kafka-read" }, app));
  expect([prod, lab].map(({ terraform }) => Object.keys(terraform.backend))).toEqual([["s3"], ["local"]]);
  expect([prod, lab].map(({ provider }) => provider.aws[0]?.["region"])).toEqual(["eu-west-1", "eu-north-1"]);
  expect([prod, lab].map((json) => block(json, "aws_iam_role.kafka_role")["name"])).toEqual([
    "prod-kafka-write",
    "lab-kafka-read",
  ]);
  expect(JSON.stringify(lab)).not.toMatch(/euw1|eu-west-1|example-dataops-prod/);
});
