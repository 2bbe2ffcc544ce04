import { rename, writeFile } from "node:fs/promises";

/** Replace a file whole or not at all. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.draft-${process.pid}`;
  await writeFile(draft, text);
  await rename(draft, file);
}
