import { readdirSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { glob } from "ssh-config";

/** The operator's ssh configuration and the system's, in OpenSSH's order, with every `Include` in its place. */
export function readSshConfig(home: string): string {
  const user = join(home, ".ssh", "config");
  return `${included(user, join(home, ".ssh"), home, 0)}\nHost *\n${included("/etc/ssh/ssh_config", "/etc/ssh", home, 0)}`;
}

/** OpenSSH's own bound on Include within Include. */
const deepest = 16;

function included(file: string, base: string, home: string, depth: number): string {
  let section = "Host *";
  return textOf(file)
    .split(/\r?\n/)
    .flatMap((line) => {
      if (/^\s*(host|match)[\s=]/i.test(line)) section = line;
      const include = /^\s*include[\s=]+(.+?)\s*$/i.exec(line)?.[1];
      if (include === undefined) return [line];
      if (depth >= deepest) throw new Error(`${file}: Include; expected at most ${deepest} deep; got more`);
      const files = include.split(/\s+/).flatMap((pattern) => filesLike(pattern.replace(/^"(.*)"$/, "$1"), base, home));
      // What follows an Include belongs to the section the Include stands in, not to the last one included.
      return [...files.map((path) => included(path, base, home, depth + 1)), section];
    })
    .join("\n");
}

/** Wildcards in the last part of the path, which is how they are used. */
function filesLike(pattern: string, base: string, home: string): string[] {
  const tilde = pattern.replace(/^~(?=\/)/, home);
  const path = isAbsolute(tilde) ? tilde : join(base, tilde);
  if (!/[*?]/.test(path)) return [path];
  const folder = dirname(path);
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => join(folder, name))
      .filter((file) => glob(path, file));
  } catch {
    return [];
  }
}

/** A file that is not there says nothing; any other trouble is told. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EISDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return "";
    throw error;
  }
}
