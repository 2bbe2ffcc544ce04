import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { besideNode, type NodeMeant, nodePlan } from "../../../cli/facts/node-plan";
import type { PlannedChange } from "../../../cli/facts/plan-changes";

interface Case {
  readonly meant: NodeMeant;
  readonly changes: readonly PlannedChange[];
  readonly problems: readonly string[];
}

const folder = join(__dirname, "cases/node-plan");
const cases = readdirSync(folder).map((file) => {
  const name = file.replace(/\.yaml$/, "").replaceAll("-", " ");
  return { name, ...(parse(readFileSync(join(folder, file), "utf8")) as Case) };
});

describe("nodePlan", () => {
  for (const { changes, meant, name, problems } of cases)
    test(name, () => expect(nodePlan(changes, "kafka-write", meant).problems).toEqual(problems));

  test("allows nothing of another node, whatever is meant", () => {
    for (const machine of ["keep", "resize", "replace", "create"] as const)
      for (const disk of ["keep", "grow", "create"] as const)
        for (const { changes, meant } of cases) {
          const others = changes.filter(({ key }) => key === undefined);
          const { problems } = nodePlan(others, "kafka-write", { ...meant, node: 2, machine, disk });
          expect(problems).toHaveLength(others.length);
        }
  });
});

test("what is pending for a node itself is not pending beside it", () => {
  const all = cases.find(({ name }) => name === "another node")?.changes ?? [];
  expect(besideNode(all, "kafka-write", 11).map(({ address }) => address)).toEqual([
    "aws_instance.kafka_12_machine",
    "aws_instance.kafka_1_machine",
    "aws_instance.kafka_111_machine",
    "aws_ebs_volume.kafka_12_disk",
  ]);
  const address = cases.find(({ name }) => name === "an address is never touched")?.changes ?? [];
  expect(besideNode(address, "kafka-write", 11)).toEqual(address);
});
