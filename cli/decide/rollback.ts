import type { Cluster } from "../../spec/cluster";
import { metadataVersionName, releases } from "../../spec/releases";
import type { Target, Targets } from "../facts/target";
import type { Journal } from "./journal";

/** What nodes are taken back to, or why they cannot be. */
export type Back = { readonly targets: Targets } | { readonly refused: string };

/**
 * The targets of a rollback: what each node that a roll changed was before. Disks stay as they are, they never shrink.
 *
 * @param features finalized feature levels: from the level that an older release does not know there is no way back
 */
export function backFrom(
  cluster: Cluster,
  roll: Journal | undefined,
  features: Readonly<Record<string, number>>,
): Back {
  if (roll === undefined) return { refused: `${cluster.name}: no roll to take back` };
  if (roll.replace !== undefined) return { refused: `${roll.id} gave up a machine; there is nothing to take back` };
  const targets: Record<number, Target> = {};
  for (const { id, from } of [...roll.finished, ...(roll.batch?.members ?? [])].toReversed()) {
    const to = roll.targets[id];
    const disk = cluster.recorded.nodes[id]?.disk.text;
    if (to === undefined || disk === undefined) continue;
    const back = { ...from, disk };
    if (from.version !== to.version || from.config !== to.config || from.image !== to.image || from.type !== to.type)
      targets[id] = back;
  }
  if (Object.keys(targets).length === 0) return { refused: `${roll.id} changed nothing that could be taken back` };
  for (const version of new Set(Object.values(targets).map((target) => target.version))) {
    const final = beyond(version, features);
    if (final !== undefined) return { refused: `${cluster.name} is final: ${final}; Kafka ${version} would not start` };
  }
  return { targets };
}

/** The finalized level that a release does not know. */
function beyond(version: string, features: Readonly<Record<string, number>>): string | undefined {
  const known = releases[version]?.features;
  if (known === undefined) return undefined;
  const above = Object.entries(features).find(
    ([name, level]) => name !== "kraft.version" && level > (known[name] ?? 0),
  );
  if (above === undefined) return undefined;
  const [name, level] = above;
  return name === "metadata.version" ? `metadata.version is ${metadataVersionName(level)}` : `${name} is ${level}`;
}

/** What `--set` would have to say for the file's top to ask for these targets, as far as it is known. */
export function topBack(cluster: Cluster, roll: Journal, targets: Targets): string[] {
  const versions = new Set(Object.values(targets).map((target) => target.version));
  const [version] = versions;
  const set = roll.set.filter(({ key }) => key !== "version" && !key.endsWith(".disk"));
  return [
    ...(versions.size === 1 && version !== undefined && version !== cluster.version ? [`version=${version}`] : []),
    ...set.map(({ key, from }) => `${key}=${from}`),
  ];
}
