import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** Mount points of the machine's control group hierarchies: many of version 1, or the one of version 2. */
export function hierarchies(mountinfo = readFileSync("/proc/self/mountinfo", "utf8")): string[] {
  const found = mountinfo.split("\n").flatMap((line) => {
    const [before = "", after = ""] = line.split(" - ");
    return /^cgroup2? /.test(after) ? [before.split(" ")[4] ?? ""] : [];
  });
  return [...new Set(found)];
}

/** Make a group in every hierarchy. */
export function makeGroup(group: string): void {
  for (const hierarchy of hierarchies()) {
    let folder = hierarchy;
    for (const part of group.split("/")) {
      const parent = folder;
      folder = join(parent, part);
      mkdirSync(folder, { recursive: true });
      inherit(parent, folder);
    }
  }
}

/** A new cpuset of version 1 is empty, and lets no process in. */
function inherit(parent: string, folder: string): void {
  for (const file of ["cpuset.cpus", "cpuset.mems"]) {
    const [from, to] = [join(parent, file), join(folder, file)];
    if (!existsSync(to) || existsSync(join(folder, "cgroup.controllers"))) continue;
    if (readFileSync(to, "utf8").trim() === "") writeFileSync(to, readFileSync(from, "utf8"));
  }
}

/** `cgroup.procs` of a group in every hierarchy: a process that writes its id into each has joined. */
export const groupDoors = (group: string): string[] =>
  hierarchies().map((hierarchy) => join(hierarchy, group, "cgroup.procs"));

const subfolders = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));

const deepestFirst = (folder: string): string[] => [...subfolders(folder).flatMap(deepestFirst), folder];

const foldersOf = (group: string): string[] =>
  hierarchies()
    .map((hierarchy) => join(hierarchy, group))
    .filter((folder) => existsSync(folder))
    .flatMap(deepestFirst);

/** Ids of all processes in a group and the groups below it. */
export function processesIn(group: string): number[] {
  const ids = foldersOf(group).flatMap((folder) => {
    try {
      return readFileSync(join(folder, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
    } catch {
      return [];
    }
  });
  return [...new Set(ids)].filter((id) => id > 0);
}

/** Freeze every process of a group at once, or let them go on. */
export function setFrozen(group: string, frozen: boolean): void {
  for (const folder of hierarchies().map((hierarchy) => join(hierarchy, group))) {
    const old = join(folder, "freezer.state");
    const modern = join(folder, "cgroup.freeze");
    if (existsSync(old)) return writeFileSync(old, frozen ? "FROZEN" : "THAWED");
    if (existsSync(modern)) return writeFileSync(modern, frozen ? "1" : "0");
  }
}

/**
 * Kill every process of a group and take the group away.
 *
 * @throws Error when a process is still there after 10 seconds
 */
export async function removeGroup(group: string): Promise<void> {
  await killGroup(group);
  for (const folder of foldersOf(group)) {
    try {
      rmdirSync(folder);
    } catch {
      // a hierarchy of its own may have gone with another
    }
  }
}

/** Kill every process of a group: a host whose power is gone. */
export async function killGroup(group: string): Promise<void> {
  setFrozen(group, false);
  for (let round = 0; round < 200; round += 1) {
    const ids = processesIn(group);
    if (ids.length === 0) return;
    for (const id of ids) kill(id);
    await setTimeout(50);
  }
  throw new Error(`lab: ${group}: processes ${processesIn(group).join(", ")} do not end; expected none after 10 s`);
}

function kill(id: number): void {
  try {
    process.kill(id, "SIGKILL");
  } catch {
    // gone meanwhile
  }
}
