import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../../spec/package-root";

export interface HostProgram {
  readonly text: string;
  /** Names it: on the hosts, in the bucket and in reports. */
  readonly sha256: string;
}

/** The program that every host runs, put together from the files of `host/program/` in the order of their names. */
export const hostProgram = (): HostProgram => {
  const folder = join(packageRoot(), "host", "program");
  const names = readdirSync(folder).filter((name) => name.endsWith(".sh"));
  const text = names
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
  return { text, sha256: createHash("sha256").update(text).digest("hex") };
};
