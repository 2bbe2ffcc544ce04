import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const found: { root?: string } = {};

const isOurs = (file: string): boolean =>
  existsSync(file) && (JSON.parse(readFileSync(file, "utf8")) as { name?: unknown }).name === "dataops";

/**
 * The folder of dataops' own package.json, whether it runs from source or from `dist/`.
 *
 * @throws Error when no folder above this file is the package's.
 */
export const packageRoot = (): string => {
  if (found.root !== undefined) return found.root;
  for (let folder = __dirname; ; folder = dirname(folder)) {
    if (isOurs(join(folder, "package.json"))) {
      found.root = folder;
      return folder;
    }
    if (folder === dirname(folder)) throw new Error(`${__dirname}: no package.json of dataops in any folder above`);
  }
};
