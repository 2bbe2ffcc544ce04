import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../spec";
import { jsonSchemas } from "../../spec/json-schema";

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
}

/** Paths of properties that say nothing about themselves. */
const undescribed = (schema: Schema, path: string): string[] => [
  ...Object.entries(schema.properties ?? {}).flatMap(([key, property]) => [
    ...(property.description === undefined ? [`${path}.${key}`] : []),
    ...undescribed(property, `${path}.${key}`),
  ]),
  ...(typeof schema.additionalProperties === "object" ? undescribed(schema.additionalProperties, `${path}.*`) : []),
  ...Object.values(schema.patternProperties ?? {}).flatMap((property) => undescribed(property, `${path}.*`)),
];

describe.each(Object.entries(jsonSchemas()))("%s", (path, text) => {
  it("is what the schema in code gives; else run npx tsx scripts/schema.ts", () => {
    expect(readFileSync(join(packageRoot(), path), "utf8")).toBe(text);
  });

  it("describes every property", () => {
    expect(undescribed(JSON.parse(text) as Schema, "")).toEqual([]);
  });
});

describe("the cluster file's schema", () => {
  const schema = JSON.parse(jsonSchemas()["spec/kafka.schema.json"] ?? "{}") as Schema;

  it("takes node ids beside the cluster's own record, and no other key", () => {
    const recorded = schema.properties?.["recorded"];
    expect(Object.keys(recorded?.properties ?? {})).toEqual(["cluster"]);
    expect(Object.keys(recorded?.patternProperties ?? {})).toEqual(["^[1-9][0-9]{0,4}$"]);
    expect(recorded?.additionalProperties).toBe(false);
  });
});
