import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../spec";
import type { Run } from "./run";

const folder = join("bench", "results");

/** Keep a run. @returns its file, from the package's folder */
export function keepRun(run: Run): string {
  const file = join(folder, `${run.date.replace(/\.\d+Z$/, "Z").replaceAll(":", "")}.json`);
  mkdirSync(join(packageRoot(), folder), { recursive: true });
  writeFileSync(join(packageRoot(), file), `${JSON.stringify(run, null, 2)}\n`);
  return file;
}

/** All runs that are kept, oldest first. */
export const keptRuns = (): Run[] =>
  readdirSync(join(packageRoot(), folder))
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(packageRoot(), folder, name), "utf8")) as Run);
