import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { packageRoot } from "./package-root";

const read: { versions?: Readonly<Record<string, readonly string[]>> } = {};

const readLock = (): Readonly<Record<string, readonly string[]>> => {
  const text = readFileSync(join(packageRoot(), "spec", "artefacts.lock.yaml"), "utf8");
  const lock = parse(text) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const sorted = (of: object): string[] => Object.keys(of).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  return Object.fromEntries(Object.entries(lock).map(([kind, versions]) => [kind, sorted(versions)]));
};

/** Releases of a kind that this dataops knows, oldest first: the keys of `spec/artefacts.lock.yaml`. */
export const knownVersions = (kind: "kafka"): readonly string[] => {
  read.versions ??= readLock();
  return read.versions[kind] ?? [];
};
