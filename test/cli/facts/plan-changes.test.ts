import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { besideNewConfigs } from "../../../cli/facts/beside-new-configs";
import { describeChange } from "../../../cli/facts/describe-change";
import { type PlanChanges, parsePlan } from "../../../cli/facts/plan-changes";

interface Case {
  readonly plan: unknown;
  readonly expected: PlanChanges;
  /** Each change as `describeChange` has it. */
  readonly lines: readonly string[];
  /** Addresses that keep a roll of kafka-write from applying the plan. */
  readonly besideNewConfigs: readonly string[];
}

const folder = join(__dirname, "cases/plan-changes");

describe.each(readdirSync(folder))("%s", (file) => {
  const {
    besideNewConfigs: beside,
    expected,
    lines,
    plan,
  } = JSON.parse(readFileSync(join(folder, file), "utf8")) as Case;
  const found = parsePlan(plan);

  test("is read", () => expect(found).toEqual(expected));
  test("is described", () => expect(found.changes.map(describeChange)).toEqual(lines));
  test("is judged", () =>
    expect(besideNewConfigs(found.changes, "kafka-write").map(({ address }) => address)).toEqual(beside));
});

test("holds no value of what it describes", () => {
  const file = readFileSync(join(folder, "new-configs-only.json"), "utf8");
  expect(file).toContain("hunter2");
  expect(JSON.stringify(parsePlan((JSON.parse(file) as Case).plan))).not.toContain("hunter2");
});

test("a plan of another format, or with errors, is refused", () => {
  expect(() => parsePlan({ format_version: "2.0" })).toThrow("not a plan of format 1");
  expect(() => parsePlan({ format_version: "1.2", errored: true })).toThrow("the plan has errors");
});
