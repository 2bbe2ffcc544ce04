/** A known release of Kafka, as far as feature levels go. */
export interface Release {
  /** Name of its newest production metadata.version, e.g. `3.9-IV0`. */
  readonly metadataVersion: string;
  /**
   * Levels that a cluster born on this release has, by feature; one at 0 is not finalized. kraft.version is not here:
   * it follows from how the cluster was formatted.
   */
  readonly features: Readonly<Record<string, number>>;
}

/** Known releases (`kafka-features version-mapping`); held against the jars by test/spec/releases.test.ts. */
export const releases: Readonly<Record<string, Release>> = {
  "3.9.1": {
    metadataVersion: "3.9-IV0",
    features: { "metadata.version": 21 },
  },
  "4.1.1": {
    metadataVersion: "4.1-IV1",
    features: {
      "metadata.version": 27,
      "eligible.leader.replicas.version": 1,
      "group.version": 1,
      "share.version": 0,
      "streams.version": 0,
      "transaction.version": 2,
    },
  },
};

/**
 * What is known of a release.
 *
 * @throws Error when nothing is
 */
export const releaseOf = (version: string): Release => {
  const release = releases[version];
  if (release !== undefined) return release;
  throw new Error(`spec/releases.ts: version; expected one of ${Object.keys(releases).join(", ")}; got ${version}`);
};

/** Names of the levels of metadata.version (`MetadataVersion` of Kafka), level 1 first. */
const metadataVersions: readonly string[] = [
  ...["3.0-IV1", "3.1-IV0", "3.2-IV0", "3.3-IV0", "3.3-IV1", "3.3-IV2", "3.3-IV3", "3.4-IV0"],
  ...["3.5-IV0", "3.5-IV1", "3.5-IV2", "3.6-IV0", "3.6-IV1", "3.6-IV2"],
  ...["3.7-IV0", "3.7-IV1", "3.7-IV2", "3.7-IV3", "3.7-IV4", "3.8-IV0", "3.9-IV0"],
  ...["4.0-IV0", "4.0-IV1", "4.0-IV2", "4.0-IV3", "4.1-IV0", "4.1-IV1"],
];

/** Name of a metadata.version level, e.g. 21 → `3.9-IV0`; one that is not known reads `level 99`. */
export const metadataVersionName = (level: number): string => metadataVersions[level - 1] ?? `level ${level}`;

/** Level of a metadata.version name, e.g. `3.9-IV0` → 21; undefined when it is not known. */
export const metadataVersionLevel = (name: string): number | undefined =>
  metadataVersions.includes(name) ? metadataVersions.indexOf(name) + 1 : undefined;

const order = (a: string, b: string): number => a.localeCompare(b, "en", { numeric: true });
const major = (version: string): number => Number(version.split(".")[0]);

/** Kafka 4 reads the controllers' log of 3.3 and later (`MetadataVersion.MINIMUM_VERSION` of 4.x). */
const readableByNextMajor: Readonly<Record<number, string>> = { 3: "3.3" };

/**
 * Releases among `versions` that a KRaft node may go to from `from`, oldest first: later ones of the same major, and
 * of the next major where that reads what is there. Never down: that is `rollback`'s.
 */
export const allowedUpgrades = (from: string, versions: readonly string[]): readonly string[] => {
  const bridge = readableByNextMajor[major(from)];
  const nextMajor = bridge !== undefined && order(from, bridge) >= 0;
  return versions
    .filter((to) => order(to, from) > 0)
    .filter((to) => major(to) === major(from) || (nextMajor && major(to) === major(from) + 1))
    .sort(order);
};

/** One raise of a feature's finalized level. */
export interface FinalizeStep {
  readonly feature: string;
  readonly from: number;
  readonly to: number;
}

/**
 * What is left to raise so that a cluster has what one born on this release has: metadata.version first, since the
 * others depend on it. kraft.version is left alone, and nothing is lowered. Empty when all are there.
 *
 * @param finalized levels by feature, as `KafkaHealth.features` has them; absent is 0
 * @throws Error when the release is not known
 */
export const finalizeSteps = (
  version: string,
  finalized: Readonly<Record<string, number>>,
): readonly FinalizeStep[] => {
  const first = "metadata.version";
  return Object.entries(releaseOf(version).features)
    .map(([feature, to]) => ({ feature, from: finalized[feature] ?? 0, to }))
    .filter(({ from, to }) => to > from)
    .sort((a, b) => Number(b.feature === first) - Number(a.feature === first) || (a.feature < b.feature ? -1 : 1));
};
