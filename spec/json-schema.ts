import { z } from "zod";
import { clusterSchema } from "./cluster-schema";
import { placesSchema } from "./place-schema";

type Json = Record<string, unknown>;

/** zod's catchall takes any key; node records have node ids. */
const onlyNodeIds = (schema: Json): void => {
  const { additionalProperties, properties } = schema;
  if (typeof additionalProperties !== "object" || properties === undefined) return;
  schema["patternProperties"] = { "^[1-9][0-9]{0,4}$": additionalProperties };
  schema["additionalProperties"] = false;
};

const render = (schema: z.ZodType, title: string): string => {
  const json = z.toJSONSchema(schema, {
    target: "draft-7",
    io: "input",
    override: ({ jsonSchema }) => onlyNodeIds(jsonSchema as Json),
  });
  return `${JSON.stringify({ ...json, title }, null, 2)}\n`;
};

/** JSON Schema for editors, by path within the package, made from the schemas that dataops itself reads with. */
export const jsonSchemas = (): Readonly<Record<string, string>> => ({
  "spec/kafka.schema.json": render(clusterSchema, "dataops: a Kafka cluster"),
  "spec/places.schema.json": render(placesSchema, "dataops: places"),
});
