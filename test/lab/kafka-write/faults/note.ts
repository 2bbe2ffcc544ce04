import { appendFileSync } from "node:fs";
import type { Ended } from "../../operator";

/** A line of a run that the table in docs/faults.md quotes; written where `FAULTS_LOG` says. */
export function note(fault: string, ended: Pick<Ended, "code" | "out" | "took">): void {
  const { FAULTS_LOG } = process.env;
  if (FAULTS_LOG === undefined) return;
  appendFileSync(
    FAULTS_LOG,
    `## ${fault}: exit ${ended.code} after ${(ended.took / 1000).toFixed(1)} s\n${ended.out}\n`,
  );
}
