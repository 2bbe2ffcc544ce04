import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { pairOf, scalarText } from "./key-text";
import type { Mistake } from "./mistake";
import { syntaxMistakes } from "./syntax";

/** Keys and indexes that lead to a value. */
export type Path = readonly (string | number)[];

/** A mistake by its path; the source knows the line. */
export interface Finding {
  readonly path: Path;
  /** When it is about the key itself. Default: about the value. */
  readonly at?: "key";
  readonly what: string;
  readonly expected?: string;
  readonly got?: string;
}

/** What stands at a path of plain values; undefined where there is nothing. */
export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], value);

/** A YAML text with its values and where each of them is written. */
export interface Source {
  readonly file: string;
  /** What is wrong with the text as YAML; when there is any, `value` is undefined. */
  readonly mistakes: readonly Mistake[];
  /** Maps as plain objects, keys as written. */
  readonly value: unknown;
  /** The value as it is written, on one line; undefined where there is none. */
  written(path: Path): string | undefined;
  /** A finding with its line and column: of the value, or of the nearest key above it that is there. */
  mistake(finding: Finding): Mistake;
}

/** Values as zod wants them. The config's are kept as written: 1e3 and 1000 are not the same text. */
const valueOf = (node: unknown, path: Path): unknown => {
  if (isMap(node)) {
    const entries = node.items.map((pair): [string, unknown] => {
      const key = scalarText(pair.key);
      return [key, valueOf(pair.value, [...path, key])];
    });
    return Object.fromEntries(entries);
  }
  if (isSeq(node)) return node.items.map((item, index) => valueOf(item, [...path, index]));
  if (!isScalar(node)) return null;
  const verbatim = path.length === 2 && path[0] === "config" && node.type === "PLAIN" && node.value !== null;
  return verbatim ? node.source : node.value;
};

const stepInto = (node: unknown, key: string | number): { key?: Node; value: unknown } | undefined => {
  if (isMap(node)) {
    const pair = pairOf(node, String(key));
    return pair === undefined ? undefined : { key: pair.key as Node, value: pair.value };
  }
  if (isSeq(node) && typeof key === "number" && key in node.items) return { value: node.items[key] };
  return undefined;
};

/** Read a YAML text; never throws: what is wrong with it is in `mistakes`. */
export const openSource = (file: string, text: string): Source => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
  const mistakes = syntaxMistakes(file, text, document, lines);

  const find = (path: Path): { node: unknown; key?: Node } | undefined => {
    let found: { node: unknown; key?: Node } = { node: document.contents };
    for (const step of path) {
      const next = stepInto(found.node, step);
      if (next === undefined) return undefined;
      found = { node: next.value, ...(next.key === undefined ? {} : { key: next.key }) };
    }
    return found;
  };

  const offsetOf = (path: Path, at: "key" | "value"): number => {
    const found = find(path);
    if (found === undefined) return offsetOf(path.slice(0, -1), "key");
    const value = found.node as Node | null;
    // An empty value has a place of its own that may lie lines below its key.
    const node = at === "key" || (isScalar(value) && value.source === "") ? (found.key ?? value) : (value ?? found.key);
    return node?.range?.[0] ?? 0;
  };

  return {
    file,
    mistakes,
    value: mistakes.length === 0 ? valueOf(document.contents, []) : undefined,
    written: (path) => {
      const range = (find(path)?.node as Node | null | undefined)?.range;
      return range ? text.slice(range[0], range[1]).trim().replace(/\s+/g, " ") : undefined;
    },
    mistake: ({ path, at, ...rest }) => {
      const { line, col } = lines.linePos(offsetOf(path, at ?? "value"));
      return { file, line: Math.max(line, 1), column: Math.max(col, 1), ...rest, path: path.join(".") };
    },
  };
};
