/** Markup that is safe to be put into markup. */
export class Markup {
  constructor(readonly text: string) {}
}

export type Part = Markup | string | number | readonly Part[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const safe = (part: Part): string => {
  if (part instanceof Markup) return part.text;
  if (typeof part === "string" || typeof part === "number")
    return String(part).replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);
  return part.map(safe).join("");
};

/** HTML or SVG: whatever is put into it that is no markup itself is escaped, in text and in quoted attributes. */
export const markup = (texts: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(texts.map((text, i) => `${i === 0 ? "" : safe(parts[i - 1] ?? "")}${text}`).join(""));

/** Nothing. */
export const none = new Markup("");
