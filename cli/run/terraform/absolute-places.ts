import { join } from "node:path";
import { isMap, isScalar, parseDocument } from "yaml";

/** The text of a `places.yaml` that means the same in another folder: its relative paths made absolute. */
export function absolutePlaces(text: string, folder: string): string {
  const document = parseDocument(text);
  if (!isMap(document.contents)) return text;
  for (const { key } of document.contents.items) {
    const place = isScalar(key) ? key.value : key;
    for (const path of [
      ["state", "local"],
      ["ssh", "key"],
      ["ssh", "knownHosts"],
    ]) {
      const value = document.getIn([place, ...path]);
      if (typeof value === "string" && !/^[/~]/.test(value)) document.setIn([place, ...path], join(folder, value));
    }
  }
  return String(document);
}
