import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { BadInput, type Place, parsePlaces } from "../../spec";

/** Cluster files of a folder. */
export const clusterFiles = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => /^[^.].*\.yaml$/.test(name) && name !== "places.yaml") : [];

/**
 * The places that the cluster files of a folder name.
 *
 * @throws BadInput when there is no cluster file, or one names a place that places.yaml lacks
 */
export function placesInUse(folder: string): Place[] {
  const files = clusterFiles(folder);
  if (files.length === 0) throw new BadInput(`${folder}: no cluster file; expected one NAME.yaml at least`);
  const placesFile = join(folder, "places.yaml");
  if (!existsSync(placesFile)) throw new BadInput(`${placesFile}: no such file`);
  const { mistakes, places } = parsePlaces(placesFile, readFileSync(placesFile, "utf8"));
  if (mistakes.length > 0) throw new BadInput(mistakes);
  const used = new Map(files.map((file) => placeOf(join(folder, file), places)).map((place) => [place.name, place]));
  return [...used.values()];
}

function placeOf(file: string, places: ReadonlyMap<string, Place>): Place {
  const document = parseDocument(readFileSync(file, "utf8"));
  const [error] = document.errors;
  if (error !== undefined) throw new BadInput(`${file}: ${error.message.split("\n")[0]}`);
  const name = document.get("place");
  const place = typeof name === "string" ? places.get(name) : undefined;
  if (place === undefined) {
    throw new BadInput(
      `${file}: place: unknown; expected one of ${[...places.keys()].join(", ")}; got ${String(name)}`,
    );
  }
  return place;
}
