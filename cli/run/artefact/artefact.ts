import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { copyJars, sha256Of, sha256OfJars } from "./artefact-jars";
import { type LockedArtefact, lockedArtefact } from "./artefact-lock";
import { packJars } from "./artefact-tar";

export interface ArtefactOptions {
  /** Default: `$XDG_CACHE_HOME/dataops/artefacts`, or the same under `~/.cache`. */
  readonly cacheFolder?: string;
  /** Lines of progress. Default: nobody reads them. */
  readonly log?: (line: string) => void;
}

const defaultFolder = (): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "dataops", "artefacts");

/** Every jar that is missing, unknown or another one than the lock says. */
const differences = (locked: LockedArtefact["jars"], found: LockedArtefact["jars"]): string[] =>
  [...new Set([...Object.keys(locked), ...Object.keys(found)])].sort().flatMap((name) => {
    if (locked[name] === found[name]) return [];
    return [`${name}: expected ${locked[name] ?? "no such jar"}; got ${found[name] ?? "no such jar"}`];
  });

/**
 * The tar of a release in the cache, built with Maven where it is not there yet, and equal to the lock either way.
 *
 * @returns its path.
 * @throws BadInput for an unknown version; Error when a jar or the tar is not what the lock says.
 */
export async function ensureArtefact(version: string, options: ArtefactOptions = {}): Promise<string> {
  const { cacheFolder = defaultFolder(), log = () => undefined } = options;
  const locked = lockedArtefact(version);
  const tar = join(cacheFolder, `kafka-${version}.tar`);
  if (existsSync(tar) && (await sha256Of(tar)) === locked.sha256) return tar;
  await mkdir(cacheFolder, { recursive: true });
  const folder = await mkdtemp(join(cacheFolder, `.kafka-${version}-`));
  try {
    log(`artefact ${version}: copying jars with Maven`);
    const libs = await copyJars(locked.maven, folder);
    const wrong = differences(locked.jars, await sha256OfJars(libs));
    if (wrong.length > 0) {
      throw new Error(`artefact ${version}: jars differ from spec/artefacts.lock.yaml\n  ${wrong.join("\n  ")}`);
    }
    const built = join(folder, "tar");
    await packJars(libs, built);
    const sha256 = await sha256Of(built);
    if (sha256 !== locked.sha256) {
      throw new Error(`artefact ${version}: tar differs from the lock; expected ${locked.sha256}; got ${sha256}`);
    }
    await rename(built, tar);
    log(`artefact ${version}: ${tar}`);
    return tar;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An entry for `spec/artefacts.lock.yaml`: what Maven gives today, and the checksums of it. */
export async function lockArtefact(maven: readonly string[]): Promise<Omit<LockedArtefact, "version">> {
  await mkdir(defaultFolder(), { recursive: true });
  const folder = await mkdtemp(join(defaultFolder(), ".lock-"));
  try {
    const libs = await copyJars(maven, folder);
    const jars = await sha256OfJars(libs);
    await packJars(libs, join(folder, "tar"));
    return { sha256: await sha256Of(join(folder, "tar")), maven, jars };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
