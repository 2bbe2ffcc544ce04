import { closeSync, ftruncateSync, openSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { baseImage } from "../base/build-base-image";
import { inState } from "../paths";
import { runCommand } from "../run-command";
import { hostFiles } from "./host-record";

/** Size of a host's own root, bytes: as much as it can write over the base image. */
const layerSize = 4 * 2 ** 30;

const blankLayer = inState("blank-layer.ext4");

/** Make the file system that every host's own layer begins as, once a lab: mkfs waits for the disk, a copy does not. */
export async function makeBlankLayer(): Promise<void> {
  const file = openSync(blankLayer, "wx");
  ftruncateSync(file, layerSize);
  closeSync(file);
  await runCommand([
    "mkfs.ext4",
    "-q",
    "-m",
    "0",
    "-O",
    "^has_journal",
    "-E",
    "lazy_itable_init=1,nodiscard",
    blankLayer,
  ]);
}

/**
 * Make a host's root. Its layer is a file system of its own, so that a full root is one host's trouble. It is never
 * synced: it lives no longer than the machine is up, and twelve hosts that sync would keep the disk busy.
 */
export async function makeRoot(instance: string): Promise<void> {
  const { layer, layerImage, root } = hostFiles(instance);
  await mkdir(layer);
  await mkdir(root);
  await runCommand(["cp", "--sparse=always", blankLayer, layerImage]);
  await runCommand(["mount", "-o", "loop,noatime", layerImage, layer]);
  await mkdir(join(layer, "upper"));
  await mkdir(join(layer, "work"));
  const layers = `lowerdir=${baseImage()},upperdir=${join(layer, "upper")},workdir=${join(layer, "work")}`;
  await runCommand(["mount", "-t", "overlay", "overlay", "-o", `${layers},volatile`, root]);
}
