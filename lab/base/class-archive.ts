import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, labFile } from "../paths";
import { runCommand } from "../run-command";
import { baseImage } from "./build-base-image";

/**
 * Put a class archive of a release into the base image, which spares nodes a third of their start-up; one that is
 * there is kept. Hosts share it, its pages in memory too.
 *
 * @param tar artefact of that release
 * @returns true when it was made now
 * @throws CommandFailed when the release does not run in the base image
 */
export async function makeClassArchive(version: string, tar: string): Promise<boolean> {
  const folder = join(baseImage(), "usr/local/share/dataops/classes");
  const archive = join(folder, `${version}.jsa`);
  if (existsSync(archive)) return false;
  await mkdir(folder, { recursive: true });
  const out = await mkdtemp(join(cacheFolder(), `.classes-${version}-`));
  try {
    await runCommand([
      ...["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--as-pid2", "--private-network"],
      ...["--volatile=overlay", "--resolv-conf=off", "--timezone=off", "--link-journal=no", "--console=pipe"],
      ...[`--directory=${baseImage()}`, `--bind-ro=${tar}:/in/kafka.tar`, `--bind=${out}:/out`],
      `--bind-ro=${labFile("base", "make-class-archive.sh")}:/in/make-class-archive.sh`,
      ...["/in/make-class-archive.sh", version],
    ] as [string, ...string[]]);
    await rename(join(out, `${version}.jsa`), archive);
    return true;
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}
