import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { BadInput } from "../../../spec/mistake";
import { packageRoot } from "../../../spec/package-root";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const entry = z.strictObject({
  sha256,
  maven: z.array(z.string().regex(/^[\w.-]+:[\w.-]+:[\w.-]+$/)).min(1),
  jars: z.record(z.string().regex(/^[\w.+-]+\.jar$/), sha256),
});

const schema = z.strictObject({ kafka: z.record(z.string(), entry) });

/** What a release is made of, and the checksums that say so. */
export interface LockedArtefact {
  readonly version: string;
  /** Of the tar. */
  readonly sha256: string;
  /** Maven coordinates, `group:artifact:version`; what they need at run time comes with them. */
  readonly maven: readonly string[];
  /** SHA-256 by file name. */
  readonly jars: Readonly<Record<string, string>>;
}

/** Every release of the lock, by version. */
export const lockedArtefacts = (): Readonly<Record<string, Omit<LockedArtefact, "version">>> =>
  schema.parse(parse(readFileSync(join(packageRoot(), "spec", "artefacts.lock.yaml"), "utf8"))).kafka;

/**
 * A release of Kafka as `spec/artefacts.lock.yaml` has it.
 *
 * @throws BadInput for a version that is not there, and names those that are.
 */
export const lockedArtefact = (version: string): LockedArtefact => {
  const all = lockedArtefacts();
  const found = all[version];
  if (found !== undefined) return { version, ...found };
  throw new BadInput(`artefact: unknown version; expected one of ${Object.keys(all).join(", ")}; got ${version}`);
};
