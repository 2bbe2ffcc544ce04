import { createWriteStream } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { pack } from "tar-stream";

/** The same on every machine. Class archives compare a jar's time with the one they were made with; 0 is any. */
const constant = { mode: 0o644, uid: 0, gid: 0, uname: "root", gname: "root", mtime: new Date(0) } as const;

/** Write a tar whose bytes depend on nothing but the names and bytes of the jars in a folder: `libs/<jar>`, sorted. */
export async function packJars(folder: string, file: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".jar")).sort();
  const tar = pack();
  const fill = async (): Promise<void> => {
    for (const name of names) {
      const bytes = await readFile(join(folder, name));
      await new Promise<void>((resolve, reject) => {
        tar.entry({ name: `libs/${name}`, ...constant }, bytes, (error) => {
          if (error) reject(error);
          else resolve();
        });
      });
    }
    tar.finalize();
  };
  await Promise.all([fill(), pipeline(tar, createWriteStream(file))]);
}
