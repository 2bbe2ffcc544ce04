import { existsSync, readFileSync, statSync } from "node:fs";
import { chmod, copyFile, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { unmountUnder } from "../mounts";
import { cacheFolder } from "../paths";
import { runCommand } from "../run-command";
import { filesFolder, recipe, recipeFiles, recipeHash } from "./recipe";

/** Where the base image of this version of the lab lies, made or not. */
export const baseImage = (): string => join(cacheFolder(), `base-${recipeHash()}`);

/**
 * Make the file system that every lab host begins with; one that is there is kept.
 *
 * @returns true when it was made now
 * @throws CommandFailed when debootstrap cannot reach a Debian mirror
 */
export async function buildBaseImage(): Promise<boolean> {
  const image = baseImage();
  if (existsSync(join(image, "etc/os-release"))) return false;
  await mkdir(cacheFolder(), { recursive: true });
  const draft = `${image}.draft-${process.pid}`;
  try {
    await installSystem(draft);
    await fit(draft);
    await rename(draft, image).catch((problem: unknown) => {
      // another process may have made the same one meanwhile
      if (!existsSync(join(image, "etc/os-release"))) throw problem;
    });
  } finally {
    await discard(draft);
  }
  await removeOthers(image);
  return true;
}

async function installSystem(root: string): Promise<void> {
  await runCommand([
    "debootstrap",
    "--variant=minbase",
    `--include=${recipe.packages.join(",")}`,
    recipe.suite,
    root,
    ...(await debianMirror()),
  ]);
  await rm(join(root, "var/cache/apt"), { recursive: true, force: true });
  await rm(join(root, "var/lib/apt/lists"), { recursive: true, force: true });
}

/** `DATAOPS_DEBIAN_MIRROR`, else the one that this machine's own apt uses for Debian, else debootstrap's own choice. */
async function debianMirror(): Promise<string[]> {
  const named = process.env["DATAOPS_DEBIAN_MIRROR"];
  if (named) return [named];
  const targets = await runCommand(["apt-get", "indextargets", "--format", "$(ORIGIN) $(REPO_URI) $(CODENAME)"]).catch(
    () => "",
  );
  const own = targets.split("\n").map((line) => line.split(" "));
  const found = own.find(([origin, , codename]) => origin === "Debian" && codename === recipe.suite)?.[1];
  return found === undefined ? [] : [found];
}

async function fit(root: string): Promise<void> {
  for (const file of recipeFiles()) {
    const target = join(root, file);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(join(filesFolder(), file), target);
    await chmod(target, statSync(join(filesFolder(), file)).mode & 0o111 ? 0o755 : 0o644);
  }
  await chmod(join(root, "etc/sudoers.d/admin"), 0o440);
  await runCommand(["chroot", root, "useradd", "--create-home", "--shell", "/bin/bash", recipe.user]);
  await runCommand(["chroot", root, "systemctl", "--quiet", "mask", ...recipe.masked]);
  await runCommand(["chroot", root, "systemctl", "--quiet", "enable", ...recipe.enabled]);
  await writeFile(join(root, "etc/resolv.conf"), "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
  await writeFile(join(root, "etc/fstab"), "");
  await forgetIdentity(root);
}

/** Every host gets a name, an id and keys of its own. */
async function forgetIdentity(root: string): Promise<void> {
  const keys = (await readdir(join(root, "etc/ssh"))).filter((file) => file.startsWith("ssh_host_"));
  for (const file of [
    ...keys.map((key) => `etc/ssh/${key}`),
    "etc/hostname",
    "etc/machine-id",
    "var/lib/dbus/machine-id",
  ]) {
    await rm(join(root, file), { force: true });
  }
}

/** debootstrap that is cut short leaves its /proc mounted. */
async function discard(folder: string): Promise<void> {
  await unmountUnder(folder);
  await rm(folder, { recursive: true, force: true });
}

/** Older base images, unless a lab that is up stands on one, and drafts that nobody works on. */
async function removeOthers(image: string): Promise<void> {
  const mounts = readFileSync("/proc/self/mountinfo", "utf8");
  for (const name of await readdir(cacheFolder())) {
    const other = join(cacheFolder(), name);
    const [, draft] = /^base-[0-9a-f]{12}(?:\.draft-(\d+))?$/.exec(name) ?? [name, "-"];
    const inUse = draft === undefined ? mounts.includes(`lowerdir=${other},`) : existsSync(`/proc/${draft}`);
    if (draft !== "-" && other !== image && !inUse) await discard(other);
  }
}
