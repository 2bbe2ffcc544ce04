import { randomBytes } from "node:crypto";
import { type FileHandle, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const fill = async (handle: FileHandle, text: string, mode: number): Promise<void> => {
  try {
    await handle.writeFile(text);
    // The mode given to open is cut by the umask.
    await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Where a link leads; the path itself when nothing is there yet. */
const target = async (path: string): Promise<{ file: string; mode: number }> => {
  try {
    const file = await realpath(path);
    return { file, mode: (await stat(file)).mode & 0o7777 };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return { file: path, mode: 0o644 };
  }
};

/**
 * Replace a file whole or not at all, also through a power loss: a temporary file in the same folder, synced, renamed,
 * the folder synced. Keeps the mode; a link stays a link.
 *
 * @throws the system's error; the old file is then untouched and no temporary file is left.
 */
export const replaceFile = async (path: string, text: string): Promise<void> => {
  const { file, mode } = await target(path);
  const temporary = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString("hex")}`);
  try {
    await fill(await open(temporary, "wx", mode), text, mode);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
};
