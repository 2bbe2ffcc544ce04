/** What a bench found. */
export interface Result {
  readonly name: string;
  /** Of every figure. */
  readonly unit: "ms" | "s" | "MB" | "%" | "rounds";
  /** How often it was measured. */
  readonly runs: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** The most that the median should be. */
  readonly target?: number;
  /** The most that the median should be as a multiple of its peer's. */
  readonly targetRatio?: number;
  /** What does the same, or the least that could be, measured in the same run. */
  readonly peer?: Peer;
}

export interface Peer {
  readonly name: string;
  /** In the unit of the result. */
  readonly median: number;
}

/** What the median is made of. */
export interface Part {
  readonly name: string;
  /** Seconds. */
  readonly seconds: number;
  /** Of the whole, 0 to 1. */
  readonly share: number;
}

/** All that came of one bench. */
export interface Outcome {
  readonly results: readonly Result[];
  /** Where the time of the last result goes. */
  readonly parts?: readonly Part[];
  /** Circumstances that the figures depend on. */
  readonly notes?: readonly string[];
}

/** One bench; it is run only where nothing is missing. */
export interface Bench {
  readonly name: string;
  readonly says: string;
  /** Why this machine cannot run it; empty when it can. */
  missing?(): readonly string[];
  run(say: (line: string) => void): Promise<Outcome>;
}

/** Whether the median is within its targets; undefined where there is none. */
export function met({ median, target, targetRatio, peer }: Result): boolean | undefined {
  const ratio = peer === undefined ? undefined : targetRatio;
  if (target === undefined && ratio === undefined) return undefined;
  return median <= (target ?? Infinity) && median <= (ratio ?? Infinity) * (peer?.median ?? Infinity);
}
