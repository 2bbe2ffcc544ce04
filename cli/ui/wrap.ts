import { width } from "./table";

/** Words in lines no wider than `columns`, each after an indent; a word that is wider stands alone. */
export function wrap(words: readonly string[], columns: number, indent: string): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && width(last) + 1 + width(word) <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines;
}

/** A label, and words beside it. */
export function beside(label: string, words: readonly string[], columns: number): string[] {
  const indent = " ".repeat(width(label) + 2);
  return wrap(words, columns, indent).map((line, i) => (i === 0 ? `${label}  ${line.trimStart()}` : line));
}

/** Words with commas after all but the last. */
export const listed = (words: readonly string[]): string[] =>
  words.map((word, i) => (i === words.length - 1 ? word : `${word},`));
