import { knownVersions } from "../../../spec";
import { lockedArtefact } from "./artefact-lock";

/** SHA-256 of the artefact of every known version. */
export const artefactChecksums = (): Readonly<Record<string, string>> =>
  Object.fromEntries(knownVersions("kafka").map((version) => [version, lockedArtefact(version).sha256]));
