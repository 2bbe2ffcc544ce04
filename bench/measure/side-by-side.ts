import { type Cost, type Program, runMeasured } from "./run-measured";

/** Costs of two programs, run by run. */
export interface SideBySide {
  readonly subject: readonly Cost[];
  readonly peer: readonly Cost[];
}

/** Measure two programs in turns after a warm-up of each, so that what else the machine does meets both alike. */
export async function sideBySide(subject: Program, peer: Program, runs: number): Promise<SideBySide> {
  await runMeasured(subject);
  await runMeasured(peer);
  const costs = { subject: [] as Cost[], peer: [] as Cost[] };
  for (let i = 0; i < runs; i++) {
    costs.subject.push(await runMeasured(subject));
    costs.peer.push(await runMeasured(peer));
  }
  return costs;
}
