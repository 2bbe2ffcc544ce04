/** One thing wrong in a file: where, what, what was expected, what was found. */
export interface Mistake {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  /** Path within the file, e.g. `nodes.11.zone`; empty for the whole. */
  readonly path: string;
  readonly what: string;
  readonly expected?: string;
  readonly got?: string;
}

/** In the order in which they stand in their file. */
export const byPlace = (a: Mistake, b: Mistake): number => a.line - b.line || a.column - b.column;

const text = (m: Mistake): string =>
  [
    `${m.file}:${m.line}:${m.column}: ${m.path === "" ? "" : `${m.path}: `}${m.what}`,
    m.expected === undefined ? undefined : `expected ${m.expected}`,
    m.got === undefined ? undefined : `got ${m.got}`,
  ]
    .filter((part) => part !== undefined)
    .join("; ");

/** Input that cannot be used: every mistake at once. The CLI ends with 64 and has touched nothing. */
export class BadInput extends Error {
  override readonly name = "BadInput";

  constructor(readonly mistakes: readonly Mistake[] | string) {
    super(typeof mistakes === "string" ? mistakes : mistakes.map(text).join("\n"));
  }
}
