import { CST, isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from "yaml";
import type { Editable, Refuse } from "./editable";
import { pairOf, scalarText } from "./key-text";
import type { Path } from "./source";

/** A value of a text that can be changed alone. */
export interface FoundScalar {
  readonly scalar: Scalar.Parsed;
  /** Its token: offset and source are those of the text. */
  readonly token: { readonly offset: number; readonly source: string };
  /** Whether it stands inside `{}` or `[]`. */
  readonly inFlow: boolean;
}

const offsetOf = (node: unknown): number => (node as Node | null)?.range?.[0] ?? 0;

/** Sharing means that one line is more than one value. */
const refuseSharing = (node: unknown, refuse: Refuse): void => {
  const expected = "a value that stands for itself";
  if (isAlias(node)) refuse(offsetOf(node), "alias", expected, `*${node.source}`);
  const { anchor, tag } = (node ?? {}) as { anchor?: string; tag?: string };
  if (anchor) refuse(offsetOf(node), "anchor", expected, `&${anchor}`);
  if (tag) refuse(offsetOf(node), "tag", expected, tag.replace(/^tag:yaml.org,2002:/, "!!"));
};

const stepInto = (node: unknown, step: string | number, refuse: Refuse): unknown => {
  if (node === null || node === undefined) return refuse(0, "no such path", String(step), "nothing");
  if (isSeq(node) && typeof step === "number" && step in node.items) return node.items[step];
  if (!isMap(node)) return refuse(offsetOf(node), "no such path", String(step));
  const merge = pairOf(node, "<<");
  if (merge !== undefined) return refuse(offsetOf(merge.key), "merge key", "the values themselves", "<<");
  const [pair, twin] = node.items.filter(({ key }) => scalarText(key) === String(step));
  if (pair === undefined) return refuse(offsetOf(node), "no such path", String(step));
  if (twin !== undefined) return refuse(offsetOf(twin.key), "duplicate key", "each key once", String(step));
  refuseSharing(pair.key, refuse);
  return pair.value ?? refuse(offsetOf(pair.key), "no value", "one value on one line", "nothing");
};

/**
 * The value at a path.
 *
 * @throws BadInput when there is none or it cannot be changed alone.
 */
export const findScalar = ({ document }: Editable, path: Path, refuse: Refuse): FoundScalar => {
  let node: unknown = document.contents;
  let inFlow = false;
  for (const step of path) {
    refuseSharing(node, refuse);
    inFlow ||= (isMap(node) || isSeq(node)) && node.flow === true;
    node = stepInto(node, step, refuse);
  }
  refuseSharing(node, refuse);
  if (!isScalar(node)) return refuse(offsetOf(node), "not one value", "text, a number, true or false");
  const token = node.srcToken;
  if (
    !CST.isScalar(token ?? null) ||
    token === undefined ||
    !("source" in token) ||
    node.source === undefined ||
    (node.source === "" && node.type === "PLAIN")
  ) {
    return refuse(offsetOf(node), "no value", "one value on one line", "nothing");
  }
  if (token.type === "block-scalar" || /[\r\n]/.test(token.source)) {
    return refuse(offsetOf(node), "value over several lines", "one value on one line");
  }
  return { scalar: node as Scalar.Parsed, token, inFlow };
};
