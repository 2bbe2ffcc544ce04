import { existsSync, readFileSync } from "node:fs";
import { inState } from "./paths";
import { writeWhole } from "./write-whole";

/** What is written down of a lab that is up. Written last: without it a lab is half made. */
export interface LabRecord {
  /** Folder of the cluster files that the lab works on a copy of; absolute. */
  readonly source: string;
  /** ISO time. */
  readonly since: string;
  /** Folder for `DATAOPS_CLUSTERS`. */
  readonly clusters: string;
  readonly endpoint: string;
  /** Process whose turn it was made in, as `PID START`; absent: somebody brought it up by hand. */
  readonly turn?: string;
}

const file = inState("lab.json");

/** The lab that is up; undefined when there is none, or one that was never finished. */
export const readLab = (): LabRecord | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as LabRecord) : undefined;

export const writeLab = (record: LabRecord): Promise<void> => writeWhole(file, JSON.stringify(record, undefined, 2));
