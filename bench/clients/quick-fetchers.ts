import { readFileSync, writeFileSync } from "node:fs";
import { clusterFile } from "../../spec";
import { dataops, name } from "../../test/lab/deployed";

/** Kafka's own are 1,000 and 500: as long as acks stand still when a leader moves. Milliseconds. */
const settings = { "replica.fetch.backoff.ms": 50, "replica.fetch.wait.max.ms": 50 } as const;

export const quickFetchers = Object.entries(settings)
  .map(([key, value]) => `${key}=${value}`)
  .join(", ");

/** Bring these settings to the brokers of the lab's cluster, by its file and a roll. */
export async function setQuickFetchers(rollOptions: readonly string[]): Promise<void> {
  const file = clusterFile(name);
  const before = readFileSync(file, "utf8");
  const lines = Object.entries(settings).map(([key, value]) => `  ${key}: ${value}\n`);
  const after = before.replace(/^config:\n/m, `config:\n${lines.join("")}`);
  if (after === before) throw new Error(`${file}: expected a config to add to`);
  writeFileSync(file, after);
  const { code, out } = await dataops("roll", name, ...rollOptions);
  if (code !== 0) throw new Error(`roll to ${quickFetchers}: expected exit 0; got ${code}: ${out.slice(-1500)}`);
}
