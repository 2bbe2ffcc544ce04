import { isScalar, type Pair, type YAMLMap } from "yaml";

/** The text of a scalar as people read it: a plain one as written, a quoted one without its quotes. */
export const scalarText = (node: unknown): string => {
  if (!isScalar(node)) return "";
  if (node.type === "PLAIN") return node.source ?? "";
  return typeof node.value === "string" ? node.value : (node.source ?? "");
};

/** The pair of a map by the text of its key. */
export const pairOf = (map: YAMLMap, key: string): Pair | undefined =>
  map.items.find((pair) => scalarText(pair.key) === key);
