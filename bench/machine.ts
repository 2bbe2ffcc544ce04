import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** The machine that figures come from; nothing that tells whose it is. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly gigabytes: number;
  readonly node: string;
  readonly system: string;
  /** Of the last minute, when the run began and when it ended. */
  readonly load: readonly [number, number];
}

/** @param loadBefore load of the last minute when the run began */
export const machine = (loadBefore: number): Machine => ({
  cores: availableParallelism(),
  processor: cpus()[0]?.model.trim() || "unknown",
  gigabytes: Math.round(totalmem() / 1e9),
  node: process.version,
  system: `${process.platform} ${process.arch}`,
  load: [loadBefore, loadNow()],
});

export const loadNow = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100;
