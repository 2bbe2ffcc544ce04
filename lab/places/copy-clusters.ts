import { existsSync } from "node:fs";
import { copyFile, cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { makePlace } from "./make-place";
import { clusterFiles, placesInUse } from "./places-in-use";
import { rewritePlace } from "./rewrite-place";

/**
 * Copy a folder of cluster files, so that the lab never writes what it does into the real ones. Cluster files and
 * configs are the same byte for byte; places.yaml holds the places in use, each leading to the lab.
 */
export async function copyClusters(source: string, target: string): Promise<void> {
  const places: Record<string, unknown> = {};
  for (const place of placesInUse(source)) places[place.name] = rewritePlace(place, await makePlace(place));
  await mkdir(target, { recursive: true });
  for (const name of clusterFiles(source)) await copyFile(join(source, name), join(target, name));
  if (existsSync(join(source, "configs")))
    await cp(join(source, "configs"), join(target, "configs"), { recursive: true });
  await writeFile(join(target, "places.yaml"), stringify(places));
}
