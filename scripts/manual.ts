import { readFileSync, writeFileSync } from "node:fs";
import { renewed } from "./renewed";

/** Puts the parts of docs/ that come from the code into them anew: npx tsx --conditions=source scripts/manual.ts */
for (const { file, text } of renewed((path) => readFileSync(path, "utf8"))) writeFileSync(file, text);
