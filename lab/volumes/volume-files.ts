import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
  truncateSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { inState } from "../paths";
import { runCommand, tryCommand } from "../run-command";
import { volumeSize } from "./volume-size";

const folder = inState("volumes");

/** File that holds a volume. */
export const volumeFile = (volume: string): string => inState("volumes", `${volume}.img`);

/** Ids of the volumes that have a file. */
export const volumesThere = (): string[] =>
  existsSync(folder) ? readdirSync(folder).map((name) => name.replace(/\.img$/, "")) : [];

/** Bytes of the volumes that have a file, by their ids. */
export const volumeSizes = (): Record<string, number> =>
  Object.fromEntries(
    volumesThere().flatMap((volume) => {
      const file = statSync(volumeFile(volume), { throwIfNoEntry: false });
      return file === undefined ? [] : [[volume, file.size]];
    }),
  );

/**
 * The block device of a volume, made on first use. It is the same one for as long as the volume lives, so that two
 * hosts in turn can never have two views of one disk.
 */
export async function volumeDevice(volume: string, gib: number): Promise<string> {
  const file = volumeFile(volume);
  const there = await devicesOf(file);
  if (there[0] !== undefined) return there[0];
  mkdirSync(folder, { recursive: true });
  if (!existsSync(file)) {
    const handle = openSync(file, "wx");
    ftruncateSync(handle, volumeSize(gib));
    closeSync(handle);
  }
  return runCommand(["losetup", "--find", "--show", file]);
}

/** Make a volume larger, also while a host uses it. */
export async function growVolume(volume: string, gib: number): Promise<void> {
  const file = volumeFile(volume);
  if (statSync(file).size < volumeSize(gib)) truncateSync(file, volumeSize(gib));
  for (const device of await devicesOf(file)) await runCommand(["losetup", "--set-capacity", device]);
}

/** Delete a volume and all that is on it. */
export async function deleteVolume(volume: string): Promise<void> {
  for (const device of await devicesOf(volumeFile(volume))) await tryCommand(["losetup", "--detach", device]);
  await rm(volumeFile(volume), { force: true });
}

/** Loop devices whose file lies under a folder or is that file. */
export async function devicesOf(path: string): Promise<string[]> {
  const lines = (await runCommand(["losetup", "--list", "--noheadings", "--raw", "--output", "NAME,BACK-FILE"])).split(
    "\n",
  );
  return lines.flatMap((line) => {
    const [device = "", ...rest] = line.split(" ");
    const file = rest.join(" ").replace(/ \(deleted\)$|\\x20\(deleted\)$/, "");
    return file === path || file.startsWith(`${path}/`) ? [device] : [];
  });
}
