import { width } from "./table";

const parts = /\u001b\[[0-9;]*m|[^\u001b]/gu;

/** The text cut to so many columns, with `…` where something is missing; its colours are closed. */
export function shorten(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  let shown = 0;
  let out = "";
  let coloured = false;
  for (const [part] of text.matchAll(parts)) {
    if (part.startsWith("\u001b")) {
      coloured = true;
      out += part;
      continue;
    }
    if (shown >= columns - 1) break;
    out += part;
    shown += 1;
  }
  return `${out}…${coloured ? "\u001b[0m" : ""}`;
}
