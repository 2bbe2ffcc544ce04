// Render the configs of the shipped clusters anew after a default has changed, and record them: `npx tsx scripts/example.ts`.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clusterFile, configsFolder, editText, effectiveConfig, listClusters, readCluster, writeConfig } from "../spec";

for (const name of listClusters()) {
  const cluster = readCluster(name);
  const words = new Map(Object.keys(cluster.pools).map((pool) => [pool, effectiveConfig(cluster, pool)]));
  const edits = cluster.nodes.map(({ id, pool }) => ({
    path: ["recorded", id, "config"],
    from: cluster.recorded.nodes[id]?.config ?? "",
    to: words.get(pool)?.word ?? "",
  }));
  for (const { text } of words.values()) writeConfig(name, text);
  const file = clusterFile(name);
  writeFileSync(file, editText(readFileSync(file, "utf8"), edits, file));
  for (const { from } of edits.filter(({ from, to }) => from !== to))
    rmSync(join(configsFolder(name), from), { force: true });
}
