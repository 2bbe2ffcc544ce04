// Write the JSON Schemas for editors: `npx tsx scripts/schema.ts`.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { jsonSchemas } from "../spec/json-schema";
import { packageRoot } from "../spec/package-root";

for (const [path, text] of Object.entries(jsonSchemas())) {
  writeFileSync(join(packageRoot(), path), text);
  console.log(path);
}
