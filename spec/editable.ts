import { Composer, CST, type Document, isAlias, isMap, isScalar, isSeq, LineCounter, Parser } from "yaml";
import { conflictMarker, conflictMarkers } from "./conflict-markers";
import { scalarText } from "./key-text";
import { BadInput } from "./mistake";
import type { Path } from "./source";

/** End with BadInput at an offset of the text. */
export type Refuse = (offset: number, what: string, expected?: string, got?: string) => never;

/** A text taken apart: tokens that hold every byte of it, and the document over them. */
export interface Editable {
  readonly tokens: readonly CST.Token[];
  readonly document: Document.Parsed;
  refusing(path: Path): Refuse;
}

const refusing =
  (file: string, lines: LineCounter, path: Path): Refuse =>
  (offset, what, expected, got) => {
    const { line, col } = lines.linePos(offset);
    const at = { file, line: Math.max(line, 1), column: Math.max(col, 1), path: path.join(".") };
    const rest = { ...(expected === undefined ? {} : { expected }), ...(got === undefined ? {} : { got }) };
    throw new BadInput([{ ...at, what: `cannot be edited: ${what}`, ...rest }]);
  };

/**
 * Take a text apart so that values can be changed in it.
 *
 * @throws BadInput when it is not one YAML document.
 */
export const openEditable = (file: string, text: string): Editable => {
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const composer = new Composer({ keepSourceTokens: true, prettyErrors: false, uniqueKeys: false });
  const [document, second] = [...composer.compose(tokens, true, text.length)];
  const refuse = refusing(file, lines, []);
  const [marker] = conflictMarkers(text);
  if (marker !== undefined) return refuse(marker.offset, conflictMarker, undefined, marker.got);
  if (document === undefined) return refuse(0, "nothing there");
  if (second !== undefined) return refuse(second.range[0], "a second document in one file");
  const [error] = document.errors;
  if (error !== undefined) return refuse(error.pos[0], `not YAML: ${error.message}`);
  if (tokens.map((token) => CST.stringify(token)).join("") !== text)
    return refuse(0, "its tokens are not the whole text");
  return { tokens, document, refusing: (path) => refusing(file, lines, path) };
};

/** What YAML takes a plain text for: `string`, `number`, `boolean`, `object` (nothing), or undefined: not one scalar. */
export const kindOfPlain = (plain: string): string | undefined => {
  const [document] = [...new Composer().compose(new Parser().parse(plain))];
  const node = document?.contents;
  return isScalar(node) && node.source === plain && node.type === "PLAIN" ? typeof node.value : undefined;
};

/** Text and kind of one scalar. */
export interface ScalarValue {
  readonly text: string;
  readonly kind: string;
}

/** All that a document says, for comparison; scalars in `changed` as they should become. */
export const meaning = (document: Document.Parsed, changed: ReadonlyMap<unknown, ScalarValue> = new Map()): unknown => {
  const of = (node: unknown): unknown => {
    if (isMap(node)) return { map: node.items.map(({ key, value }) => [of(key), of(value)]), anchor: node.anchor };
    if (isSeq(node)) return { list: node.items.map(of), anchor: node.anchor };
    if (isAlias(node)) return { alias: node.source };
    if (!isScalar(node)) return null;
    return changed.get(node) ?? { text: scalarText(node), kind: typeof node.value };
  };
  return of(document.contents);
};
