import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PlaceStack } from "../../constructs";
import { KafkaWriteStack } from "../../stacks/kafka-write";
import { terraformJson } from "../constructs/fixture";

const clusters = process.env["DATAOPS_CLUSTERS"];

beforeAll(() => {
  process.env["DATAOPS_CLUSTERS"] = join(__dirname, "../../clusters");
});

afterAll(() => {
  if (clusters === undefined) delete process.env["DATAOPS_CLUSTERS"];
  else process.env["DATAOPS_CLUSTERS"] = clusters;
});

/**
 * A renamed address destroys a disk: Terraform sees one resource gone and another one wanted. Lines may be added to
 * addresses.txt; to change or remove one is to break every cluster that is there.
 */
test("the addresses of the shipped stacks are the frozen ones", () => {
  const app = new App();
  const stacks = [new KafkaWriteStack(app)];
  const addresses = [...stacks, ...PlaceStack.ofEach(app, stacks)].flatMap((stack) => {
    const json = terraformJson(stack);
    const managed = Object.entries(json.resource).flatMap(([type, all]) => Object.keys(all).map((n) => `${type}.${n}`));
    return managed.map((address) => `${stack.node.id} ${address.replace(/config-[k-z]{8}$/, "config-WORD")}`);
  });
  const frozen = readFileSync(join(__dirname, "addresses.txt"), "utf8").trimEnd().split("\n");
  expect([...new Set(addresses)].sort()).toEqual(frozen);
});
