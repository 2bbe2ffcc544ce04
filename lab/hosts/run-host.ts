import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { killGroup, makeGroup } from "../groups";
import { hostGroup, hostNamespace } from "../names";
import { consoleFile, labFile } from "../paths";
import { lives, readMark, signal } from "../processes";
import { hostFiles } from "./host-record";

/** Number of SIGRTMIN on Linux as systemd counts its own signals. */
const realTime = 34;
const reboot = realTime + 5;

/** Boot a host that has been made and does not run. */
export async function bootHost(instance: string): Promise<void> {
  const files = hostFiles(instance);
  await killGroup(hostGroup(instance));
  makeGroup(hostGroup(instance));
  for (const file of [files.loop, files.system, files.ended, files.stopping]) await rm(file, { force: true });
  const words = [files.folder, instance, hostNamespace(instance), consoleFile(instance)];
  spawn("bash", [labFile("hosts", "run-host.sh"), ...words], { detached: true, stdio: "ignore" }).unref();
  for (let round = 0; round < 100; round += 1) {
    if (lives(readMark(files.loop))) return;
    await setTimeout(20);
  }
  throw new Error(`lab: ${instance}: its holding process did not start within 2 s`);
}

/** Ask the system to power off in good order; `reconcile` sees when it has. */
export async function shutDownHost(instance: string): Promise<void> {
  const files = hostFiles(instance);
  await writeFile(files.stopping, "");
  signal(readMark(files.system), "SIGTERM");
}

/** Ask the system to reboot in good order. */
export async function rebootHost(instance: string, reboots?: number): Promise<void> {
  const files = hostFiles(instance);
  const init = initOf(instance);
  if (init !== undefined) process.kill(init, reboot);
  if (reboots !== undefined) await writeFile(files.reboots, String(reboots));
}

/** Kill all of a host at once. */
export async function powerOffHost(instance: string): Promise<void> {
  signal(readMark(hostFiles(instance).loop), "SIGKILL");
  await killGroup(hostGroup(instance));
}

/** Process id, on this machine, of the host's first process; undefined when it does not run. */
export function initOf(instance: string): number | undefined {
  const system = readMark(hostFiles(instance).system);
  if (!lives(system)) return undefined;
  const children = readFileSync(`/proc/${system.pid}/task/${system.pid}/children`, "utf8").trim();
  return children === "" ? undefined : Number(children.split(" ")[0]);
}
