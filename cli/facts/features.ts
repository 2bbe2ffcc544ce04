/** Levels of a feature that a broker's release can work with. */
export interface FeatureRange {
  readonly min: number;
  readonly max: number;
}

/** Features of a cluster, as one broker has them. */
export interface Features {
  /** Finalized levels by name; a feature at 0 may be absent. */
  readonly finalized: Readonly<Record<string, number>>;
  /** What that broker supports, by name. */
  readonly supported: Readonly<Record<string, FeatureRange>>;
}
