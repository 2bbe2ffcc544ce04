import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { labFile } from "../paths";

/** What a lab host is made of. A changed word makes another base image. */
export const recipe = {
  suite: "bookworm",
  packages: [
    "systemd",
    "systemd-sysv",
    "dbus",
    "openssh-server",
    "sudo",
    "curl",
    "ca-certificates",
    "iproute2",
    "procps",
    "openjdk-17-jre-headless",
    "e2fsprogs",
  ],
  user: "admin",
  /** Units that a host of a lab has no use for. */
  masked: [
    "apt-daily.timer",
    "apt-daily-upgrade.timer",
    "console-getty.service",
    "dpkg-db-backup.timer",
    "e2scrub_all.timer",
    "e2scrub_reap.service",
    "fstrim.timer",
    "systemd-logind.service",
    "systemd-resolved.service",
    "systemd-timesyncd.service",
    "systemd-update-utmp.service",
    "systemd-update-utmp-runlevel.service",
    "dev-hugepages.mount",
    "sys-fs-fuse-connections.mount",
    "systemd-modules-load.service",
  ],
  enabled: ["lab-userdata.service", "lab-mount.service"],
} as const;

/** Folder whose files lie over the installed system. */
export const filesFolder = (): string => labFile("base", "files");

/** Files of that folder, sorted, relative to it. */
export function recipeFiles(folder = filesFolder()): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())
    .map((path) => relative(folder, path))
    .sort();
}

/** Names the base image by all that goes into it. */
export function recipeHash(): string {
  const hash = createHash("sha256").update(JSON.stringify(recipe));
  for (const file of recipeFiles()) hash.update(`\0${file}\0`).update(readFileSync(join(filesFolder(), file)));
  return hash.digest("hex").slice(0, 12);
}
