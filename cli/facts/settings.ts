/** The lines of a recorded config as keys and values. */
export function settingsOf(text: string): Readonly<Record<string, string>> {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const pairs = text
    .split("\n")
    .filter((line) => line.includes("=") && !line.startsWith("#"))
    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
  const settings = Object.fromEntries(pairs) as Record<string, string>;
  if (cache.size > 64) cache.clear();
  cache.set(text, settings);
  return settings;
}

/** A decision asks for the same few texts again and again. */
const cache = new Map<string, Readonly<Record<string, string>>>();
