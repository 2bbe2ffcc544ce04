import { closeSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../cli/run/failure";
import { findHost } from "../find-host";
import { initOf } from "../hosts/run-host";
import { runCommand } from "../run-command";

const ballast = ".dataops-lab-ballast";

/** A path of a host as this machine sees it. */
function inHost(host: string, path: string): string {
  const init = initOf(findHost(host));
  if (init === undefined)
    throw new Failure(`lab: host ${host}: ${path}: the host does not run; expected it running`, 1);
  return join(`/proc/${init}/root`, path);
}

/**
 * Fill one file system of a running host to the last block.
 *
 * @param path a folder on it, e.g. `/var/lib/kafka` for the data disk, `/` for the root
 */
export async function fillDisk(host: string, path: string): Promise<void> {
  const folder = inHost(host, path);
  const file = join(folder, ballast);
  const { bavail, bsize } = statfsSync(folder);
  if (bavail > 0) await runCommand(["fallocate", "--length", String(bavail * bsize), file]).catch(() => undefined);
  writeToTheEnd(file);
}

/** fallocate needs blocks for its own map, so it never takes the very last ones. */
function writeToTheEnd(file: string): void {
  const handle = openSync(file, "a");
  try {
    for (const chunk of [Buffer.alloc(2 ** 20), Buffer.alloc(4096)]) {
      for (;;) if (!tryWrite(handle, chunk)) break;
    }
  } finally {
    closeSync(handle);
  }
}

function tryWrite(handle: number, chunk: Buffer): boolean {
  try {
    return writeSync(handle, chunk) > 0;
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code === "ENOSPC") return false;
    throw problem;
  }
}

/** Give back what `fillDisk` took. */
export function freeDisk(host: string, path: string): void {
  rmSync(join(inHost(host, path), ballast), { force: true });
}
