import { readFileSync } from "node:fs";
import { BadInput, clusterFile, editText } from "../../spec";
import { openSource } from "../../spec/source";

const keys = "version, image, POOL.type, POOL.disk, or config.KEY for a key that stands in the file";

/** One value that was set. */
export interface ValueSet {
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

/**
 * The text of a cluster file with `KEY=VALUE` pairs set, and nothing else changed. Nothing is written.
 *
 * @throws BadInput for a pair that is none, a key that cannot be set, one that is not in the file, and one set twice
 */
export function setValues(
  cluster: string,
  pairs: readonly string[],
): { file: string; before: string; after: string; set: ValueSet[] } {
  const file = clusterFile(cluster);
  const before = readFileSync(file, "utf8");
  const source = openSource(file, before);
  if (source.mistakes.length > 0) throw new BadInput(source.mistakes);
  const edits = pairs.map((pair) => {
    const [, key = "", value = ""] = /^([^=]+)=(.+)$/s.exec(pair) ?? [];
    const path = pathOf(key, source.value);
    if (path === undefined || value === "")
      throw new BadInput(`--set ${pair}: cannot be set; expected ${keys}; got ${key || pair}`);
    const from = source.value === undefined ? undefined : valueAt(source.value, path);
    if (typeof from !== "string" && typeof from !== "number" && typeof from !== "boolean")
      throw new BadInput(`--set ${pair}: not in ${file}; add the key there first; expected ${keys}`);
    return { key, path, from: String(from), to: value };
  });
  const twice = edits.find(({ key }, i) => edits.findIndex((edit) => edit.key === key) < i);
  if (twice !== undefined) throw new BadInput(`--set ${twice.key}: given twice; expected each key once`);
  const needed = edits.filter(({ from, to }) => from !== to);
  return {
    file,
    before,
    after: needed.length === 0 ? before : editText(before, needed, file),
    set: needed.map(({ key, from, to }) => ({ key, from, to })),
  };
}

function pathOf(key: string, file: unknown): string[] | undefined {
  if (key === "version" || key === "image") return [key];
  if (key.startsWith("config.") && key.length > "config.".length) return ["config", key.slice("config.".length)];
  const [, pool = "", part = ""] = /^([a-z][a-z0-9-]*)\.(type|disk)$/.exec(key) ?? [];
  return typeof valueAt(file, ["pools", pool]) === "object" ? ["pools", pool, part] : undefined;
}

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], value);
