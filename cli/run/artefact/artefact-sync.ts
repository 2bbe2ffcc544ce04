import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Place } from "../../../spec/place";
import { Bucket } from "../aws/bucket";
import { hostProgram } from "../host/host-program";
import { ensureArtefact } from "./artefact";
import { lockedArtefact } from "./artefact-lock";

export interface Synced {
  /** Keys that were put, in order; empty: all was there. */
  readonly put: readonly string[];
  /** Keys that were there with the right checksum. */
  readonly present: readonly string[];
  /** SHA-256 of the host program that new nodes fetch. */
  readonly program: string;
}

/**
 * Put into a place's bucket what nodes fetch: artefacts with their checksums, and the host program. What is there
 * with the same checksum is left alone. Nothing is ever deleted.
 *
 * @throws BadInput for an unknown version, before anything is put.
 */
export async function syncArtefacts(
  place: Place,
  versions: readonly string[],
  log: (line: string) => void = () => undefined,
): Promise<Synced> {
  const artefacts = [...new Set(versions)].map(lockedArtefact);
  const bucket = new Bucket(place);
  const put: string[] = [];
  const present: string[] = [];
  const bring = async (key: string, body: string | Buffer): Promise<void> => {
    log(`putting ${key}`);
    await bucket.put(key, body);
    put.push(key);
  };
  const textAt = async (key: string): Promise<string | undefined> =>
    (await bucket.get(key))?.body.toString("utf8").trim();
  try {
    for (const { version, sha256 } of artefacts) {
      const key = `artefacts/kafka/${version}.tar`;
      const there = await bucket.list(key);
      if (there.includes(key) && (await textAt(`${key}.sha256`)) === sha256) {
        present.push(key);
        continue;
      }
      await bring(key, await readFile(await ensureArtefact(version, { log })));
      // last: it says that the tar is there, whole
      await bring(`${key}.sha256`, `${sha256}\n`);
    }
    const { text, sha256 } = hostProgram();
    const key = `host/${sha256}`;
    const there = (await bucket.get(key))?.body;
    if (there !== undefined && createHash("sha256").update(there).digest("hex") === sha256) present.push(key);
    else await bring(key, text);
    if ((await textAt("host/current")) === sha256) present.push("host/current");
    else await bring("host/current", `${sha256}\n`);
    return { put, present, program: sha256 };
  } finally {
    bucket.close();
  }
}
