import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Cluster } from "./cluster";
import { clustersFolder } from "./clusters-folder";
import { readConfigs } from "./config-file";
import { BadInput } from "./mistake";
import { nearest } from "./nearest";
import { parseCluster } from "./parse-cluster";

/** Name of the file of places, within the clusters' folder. */
export const placesFile = (): string => join(clustersFolder(), "places.yaml");

/** Path of a cluster's file. It need not be there. */
export const clusterFile = (name: string): string => join(clustersFolder(), `${name}.yaml`);

/** Names of the clusters that there are, sorted. Empty when there is no folder. */
export const listClusters = (): readonly string[] => {
  const folder = clustersFolder();
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml") && file !== "places.yaml" && !file.startsWith("."))
    .map((file) => basename(file, ".yaml"))
    .sort();
};

/** The text of a file; BadInput instead of a system error. */
export const readText = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what = code === "ENOENT" ? "no such file" : `cannot be read (${code ?? "?"})`;
    throw new BadInput([{ file, line: 1, column: 1, path: "", what }]);
  }
};

/**
 * One cluster, read, checked and resolved against its place.
 *
 * @param kind When given, the cluster must be of this kind.
 * @throws BadInput with every mistake; an unknown cluster names those that there are.
 */
export const readCluster = (name: string, kind?: "kafka"): Cluster => {
  const names = listClusters();
  if (!names.includes(name)) {
    const meant = nearest(name, names);
    const expected = meant ?? (names.length === 0 ? "a file there; there are none" : `one of ${names.join(", ")}`);
    throw new BadInput(`${clustersFolder()}: unknown cluster; expected ${expected}; got ${name}`);
  }
  const cluster = readClusterFrom(name, readText(clusterFile(name)));
  if (kind !== undefined && cluster.kind !== kind) {
    throw new BadInput([
      { file: cluster.file, line: 1, column: 1, path: "kind", what: "another kind", expected: kind, got: cluster.kind },
    ]);
  }
  return cluster;
};

/**
 * A cluster as it would be read if its file held this text: an edit is checked before it is written.
 *
 * @throws BadInput with every mistake.
 */
export const readClusterFrom = (name: string, text: string): Cluster =>
  parseCluster({
    file: clusterFile(name),
    text,
    placesFile: placesFile(),
    placesText: readText(placesFile()),
    configs: readConfigs(name),
  });
