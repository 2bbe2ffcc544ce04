import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { clustersFolder, type Edit, editText, placesFile } from "../../../spec";
import { absolutePlaces } from "./absolute-places";

/** A copy of the cluster folder in which one cluster's record lies; for controls. `remove` when done. */
export function scratchClusters(cluster: string, edits: readonly Edit[]): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "dataops-clusters-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    cpSync(resolve(clustersFolder()), folder, { recursive: true });
    writeFileSync(
      join(folder, "places.yaml"),
      absolutePlaces(readFileSync(placesFile(), "utf8"), dirname(resolve(placesFile()))),
    );
    const file = join(folder, `${cluster}.yaml`);
    writeFileSync(file, editText(readFileSync(file, "utf8"), edits));
    return { folder, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
