import { rm } from "node:fs/promises";
import { processesIn, removeGroup } from "./groups";
import { hostsThere } from "./hosts/host-record";
import { withLock } from "./lock";
import { unmountUnder } from "./mounts";
import { labGroup, serviceGroup } from "./names";
import { removeLabNetwork } from "./network/lab-network";
import { stateFolder } from "./paths";
import { tryCommand } from "./run-command";
import { devicesOf } from "./volumes/volume-files";

/**
 * Remove everything that the lab made: processes, namespaces, mounts, loop devices, control groups, files. Also after
 * a crash: what is looked for is what is there, not what is written down.
 */
export const labDown = (): Promise<void> => withLock("lab down", takeDown);

/** The same, for one who has the lock. */
export async function takeDown(): Promise<void> {
  // those that start others first
  await removeGroup(serviceGroup);
  await removeGroup(labGroup);
  const left = processesIn(labGroup);
  if (left.length > 0) throw new Error(`lab: processes ${left.join(", ")} are left in ${labGroup}`);
  const hosts = hostsThere();
  await unmountUnder(stateFolder);
  for (const device of await devicesOf(stateFolder)) await tryCommand(["losetup", "--detach", device]);
  await removeLabNetwork();
  await rm(stateFolder, { recursive: true, force: true });
  for (const host of hosts) await rm(`/run/systemd/nspawn/propagate/${host}`, { recursive: true, force: true });
}
