import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { Failure } from "../cli/run/failure";
import { lives, markProcess, readMark } from "./processes";

const file = "/run/dataops-lab.lock";

/**
 * Do something that changes the lab as a whole. There is one lab a machine, and one who changes it at a time.
 *
 * @throws Failure (3) when another process is at it
 */
export async function withLock<T>(what: string, work: () => Promise<T>): Promise<T> {
  take(what);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(what: string): void {
  const mine = markProcess(process.pid);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${mine?.pid} ${mine?.start} ${what}\n`);
  try {
    if (linked(draft)) return;
    if (lives(readMark(file)))
      throw new Failure(`lab: process ${whoHolds()} is at work on it; expected to be alone on this machine`, 3);
    // left by a process that is gone; whoever renames it away first may try again
    try {
      renameSync(file, `${draft}.stale`);
    } catch {
      // another was first
    }
    rmSync(`${draft}.stale`, { force: true });
    if (!linked(draft))
      throw new Failure(`lab: process ${whoHolds()} is at work on it; expected to be alone on this machine`, 3);
  } finally {
    rmSync(draft, { force: true });
  }
}

function linked(draft: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw problem;
  }
}

function whoHolds(): string {
  const [pid, , ...what] = readFileSync(file, "utf8").trim().split(" ");
  return `${pid} (${what.join(" ")})`;
}
