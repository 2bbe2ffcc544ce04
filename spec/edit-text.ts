import { isDeepStrictEqual } from "node:util";
import { CST, type Scalar } from "yaml";
import { kindOfPlain, meaning, openEditable, type ScalarValue } from "./editable";
import { findScalar } from "./find-scalar";
import { scalarText } from "./key-text";
import type { Path } from "./source";

/** One value to change: compare-and-swap on the old one. */
export interface Edit {
  /** Keys and indexes that lead to the value. */
  readonly path: Path;
  /** The value as it is, as text; of a quoted one what is between its quotes. */
  readonly from: string;
  /** The value as it should be, as text. */
  readonly to: string;
}

/** Control letters, and those that some readers take for line ends. */
const unwritable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff]/u;

/** Quotes stay. Plain text that YAML would now take for something else gets some; a number may become any text. */
const styleFor = (scalar: Scalar, to: string): { type: Scalar.Type; kind: string } => {
  if (scalar.type !== "PLAIN") return { type: scalar.type as Scalar.Type, kind: "string" };
  const kind = kindOfPlain(to);
  const plain = kind === "string" || (kind !== undefined && typeof scalar.value !== "string");
  return plain ? { type: "PLAIN", kind } : { type: "QUOTE_DOUBLE", kind: "string" };
};

/**
 * Change values of a YAML text and no other byte: comments, blanks, quotes and line ends stay as they are.
 *
 * @param file Its path, for messages.
 * @throws BadInput, with the line, when a value is not what was expected or cannot be changed alone: an alias, an
 *   anchor, a tag, a merge key, a value over several lines, a key that is missing or there twice, text that is no YAML.
 */
export const editText = (text: string, edits: readonly Edit[], file = "text"): string => {
  const editable = openEditable(file, text);
  const intent = new Map<unknown, ScalarValue>();
  const found = edits.map(({ path, from, to }) => {
    const refuse = editable.refusing(path);
    const { scalar, token, inFlow } = findScalar(editable, path, refuse);
    const { offset, source } = token;
    if (intent.has(scalar)) refuse(offset, "two edits of one value");
    if (scalarText(scalar) !== from) refuse(offset, "another value than expected", from, scalarText(scalar));
    if (to === "" || unwritable.test(to)) refuse(offset, "new value", "text on one line", JSON.stringify(to));
    const { type, kind } = styleFor(scalar, to);
    intent.set(scalar, { text: to, kind });
    return { scalar, token, offset, source, inFlow, type, to, refuse };
  });
  const meant = meaning(editable.document, intent);

  const changed = found.filter(({ scalar, to }) => scalarText(scalar) !== to);
  for (const { token, to, inFlow, type } of changed) CST.setScalarValue(token as CST.Token, to, { inFlow, type });
  const edited = editable.tokens.map((token) => CST.stringify(token)).join("");

  const spliced = [...changed]
    .sort((a, b) => b.offset - a.offset)
    .reduce(
      (rest, { offset, source, token }) => rest.slice(0, offset) + token.source + rest.slice(offset + source.length),
      text,
    );
  const [first] = found;
  const asMeant = edited === spliced && isDeepStrictEqual(meaning(openEditable(file, edited).document), meant);
  if (!asMeant) first?.refuse(first.offset, "the result would not be what was meant");
  return edited;
};
