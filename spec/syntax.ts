import { type Document, isAlias, isMap, isScalar, isSeq, Lexer, type LineCounter, type Node, type YAMLMap } from "yaml";
import { conflictMarker, conflictMarkers } from "./conflict-markers";
import { scalarText } from "./key-text";
import type { Mistake } from "./mistake";

/** Something wrong at an offset of the text. */
interface Spot extends Omit<Mistake, "file" | "line" | "column"> {
  readonly offset: number;
}

/** Tabs between values: YAML allows some of them, and no two editors show them alike. */
const tabs = (text: string): Spot[] => {
  const spots: Spot[] = [];
  let offset = 0;
  let inScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    // Marks of the lexer itself (document, scalar, flow end) are no part of the text.
    const mark = lexeme === "\u0002" || lexeme === "\u0018" || lexeme === "\u001f";
    if (!mark && !inScalar && /^[ \t]*\t[ \t]*$/.test(lexeme)) {
      spots.push({ offset: offset + lexeme.indexOf("\t"), path: "", what: "tab", expected: "spaces" });
    }
    inScalar = lexeme === "\u001f";
    if (!mark) offset += lexeme.length;
  }
  return spots;
};

const sharing = (node: Node, at: Pick<Spot, "offset" | "path">): Spot[] => {
  const expected = "the value itself, so that one line holds one value";
  if (isAlias(node)) return [{ ...at, what: "alias", expected, got: `*${node.source}` }];
  return [
    ...(node.anchor ? [{ ...at, what: "anchor", expected, got: `&${node.anchor}` }] : []),
    ...(node.tag
      ? [{ ...at, what: "tag", expected: "a value without one", got: node.tag.replace(/^tag:yaml.org,2002:/, "!!") }]
      : []),
  ];
};

const keys = (map: YAMLMap, path: readonly string[]): Spot[] => {
  const seen = new Set<string>();
  return map.items.flatMap(({ key }): Spot[] => {
    const text = scalarText(key);
    const at = { offset: (key as Node | null)?.range?.[0] ?? map.range?.[0] ?? 0, path: [...path, text].join(".") };
    if (!isScalar(key) || text === "") return [{ ...at, what: "unusable key", expected: "a word" }];
    if (text === "<<") return [{ ...at, what: "merge key", expected: "the values themselves", got: "<<" }];
    if (text === "__proto__") return [{ ...at, what: "unusable key", got: text }];
    if (seen.has(text)) return [{ ...at, what: "duplicate key", expected: "each key once", got: text }];
    seen.add(text);
    return sharing(key, at);
  });
};

const structure = (value: unknown, path: readonly string[], above: number): Spot[] => {
  if (value === null || value === undefined) return [];
  const node = value as Node;
  const offset = node.range?.[0] ?? above;
  const here = sharing(node, { offset, path: path.join(".") });
  if (isMap(node)) {
    const values = node.items.flatMap((pair) => structure(pair.value, [...path, scalarText(pair.key)], offset));
    return [...here, ...keys(node, path), ...values];
  }
  if (isSeq(node)) return [...here, ...node.items.flatMap((item, i) => structure(item, [...path, String(i)], offset))];
  return here;
};

const directives = (document: Document.Parsed): Spot[] =>
  document.directives?.yaml.explicit
    ? [{ offset: 0, path: "", what: "directive", expected: "none", got: "%YAML" }]
    : [];

const problem = (error: { readonly code: string; readonly message: string }): string =>
  error.code === "MULTIPLE_DOCS" ? "a second document in one file" : `not YAML: ${error.message}`;

/** What is wrong with a text before its values are looked at. */
export const syntaxMistakes = (
  file: string,
  text: string,
  document: Document.Parsed,
  lines: LineCounter,
): Mistake[] => {
  const place = ({ offset, ...rest }: Spot): Mistake => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), ...rest };
  };
  // Behind a conflict marker nothing can be read as it was meant.
  const conflicts = conflictMarkers(text);
  if (conflicts.length > 0) return conflicts.map((marker) => place({ ...marker, path: "", what: conflictMarker }));

  const tabbed = tabs(text).map(place);
  const errors = [...document.errors, ...document.warnings]
    .map((error) => place({ offset: error.pos[0], path: "", what: problem(error) }))
    .filter(({ line }) => !tabbed.some((tab) => tab.line === line));
  const spots = [...directives(document), ...structure(document.contents, [], 0)].map(place);
  return [...tabbed, ...errors, ...spots];
};
