import { statSync } from "node:fs";
import { readdir, readlink, rm, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { hostFiles, volumeLink } from "../hosts/host-record";
import { runCommand } from "../run-command";
import type { WantedVolume } from "../wanted";
import { volumeDevice } from "./volume-files";

/**
 * Let a host see a volume as `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol…`, whether it runs or not: the
 * folder is the host's own `/dev/disk`.
 */
export async function attachVolume(instance: string, volume: WantedVolume): Promise<void> {
  const { disk } = hostFiles(instance);
  const device = await volumeDevice(volume.id, volume.gib);
  const taken = await readdir(disk);
  const name = ["nvme1n1", "nvme2n1", "nvme3n1", "nvme4n1", "nvme5n1"].find((free) => !taken.includes(free));
  if (name === undefined) throw new Error(`lab: ${instance}: ${volume.id}: no place left; expected at most 5 volumes`);
  const [major, minor] = deviceNumbers(statSync(device).rdev);
  await runCommand(["mknod", "--mode=660", join(disk, name), "b", major, minor]);
  // the link last: it is what says that the volume is attached
  await symlink(`../${name}`, join(disk, "by-id", volumeLink(volume.id)));
}

/** Take a volume from a host. What is mounted stays mounted until the host lets go. */
export async function detachVolume(instance: string, volume: string): Promise<void> {
  const { disk } = hostFiles(instance);
  const link = join(disk, "by-id", volumeLink(volume));
  const name = basename(await readlink(link));
  await rm(join(disk, name), { force: true });
  await rm(link);
}

/** As Linux packs them: twelve bits of major number amid twenty of minor. */
const deviceNumbers = (device: number): [string, string] => [
  String((device >>> 8) & 0xfff),
  String((device & 0xff) | ((device >>> 12) & 0xfff00)),
];
