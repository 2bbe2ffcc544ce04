import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { clustersFolder } from "./clusters-folder";
import { configWord, configWordPattern } from "./config-word";
import { BadInput } from "./mistake";

/** Folder of a cluster's recorded configs, within the clusters' folder. */
export const configsFolder = (cluster: string): string => join(clustersFolder(), "configs", cluster);

/** All recorded configs of a cluster: text by word. Empty when there is no such folder. */
export const readConfigs = (cluster: string): ReadonlyMap<string, string> => {
  const folder = configsFolder(cluster);
  if (!existsSync(folder)) return new Map();
  const words = readdirSync(folder).filter((name) => configWordPattern.test(name));
  return new Map(words.sort().map((word) => [word, readFileSync(join(folder, word), "utf8")]));
};

/**
 * The text of one recorded config.
 *
 * @throws BadInput when there is no such file or its content does not match its word.
 */
export const readConfig = (cluster: string, word: string): string => {
  const file = join(configsFolder(cluster), word);
  const at = { file, line: 1, column: 1, path: "" };
  if (!existsSync(file)) throw new BadInput([{ ...at, what: "no such recorded config", got: word }]);
  const text = readFileSync(file, "utf8");
  if (configWord(text) === word) return text;
  throw new BadInput([{ ...at, what: "content was changed", expected: word, got: configWord(text) }]);
};

const sync = (path: string): void => {
  const handle = openSync(path, "r");
  fsyncSync(handle);
  closeSync(handle);
};

/**
 * Keep a config under its word. A file that is there is never changed.
 *
 * @returns its word, its path, and whether the file is new.
 * @throws BadInput when a file of that name holds another text.
 */
export const writeConfig = (cluster: string, text: string): { word: string; file: string; changed: boolean } => {
  const word = configWord(text);
  const folder = configsFolder(cluster);
  const file = join(folder, word);
  if (existsSync(file)) {
    // Throws when someone changed it.
    if (readConfig(cluster, word) === text) return { word, file, changed: false };
    throw new BadInput([{ file, line: 1, column: 1, path: "", what: "another config has the same word" }]);
  }
  mkdirSync(folder, { recursive: true });
  const temporary = join(folder, `.${word}.${process.pid}`);
  try {
    writeFileSync(temporary, text, { mode: 0o644, flush: true });
    // A link fails where a rename would replace.
    linkSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
  sync(folder);
  return { word, file, changed: true };
};
