import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Cluster, parseCluster } from "../../spec";

/** Folder of cluster files for tests: `kafka-write` (dedicated pools) and `kafka-small` (combined nodes). */
export const fixtures = join(__dirname, "clusters");

/** One of the clusters for tests. */
export const fixture = (name: "kafka-write" | "kafka-small"): Cluster => {
  const read = (...path: string[]): string => readFileSync(join(fixtures, ...path), "utf8");
  const words = readdirSync(join(fixtures, "configs", name));
  return parseCluster({
    file: `${name}.yaml`,
    text: read(`${name}.yaml`),
    placesFile: join(fixtures, "places.yaml"),
    placesText: read("places.yaml"),
    configs: new Map(words.map((word) => [word, read("configs", name, word)])),
    versions: ["3.9.1", "4.1.1"],
  });
};
