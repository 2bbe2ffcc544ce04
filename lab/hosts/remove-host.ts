import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { removeGroup } from "../groups";
import { unmountUnder } from "../mounts";
import { hostGroup } from "../names";
import { removeHostNetwork } from "../network/host-network";
import { readMark, signal } from "../processes";
import { hostFiles } from "./host-record";

/** Kill a host and remove its root and network. Its volumes and its console stay. */
export async function removeHost(instance: string): Promise<void> {
  const { folder, loop } = hostFiles(instance);
  signal(readMark(loop), "SIGKILL");
  await removeGroup(hostGroup(instance));
  await removeHostNetwork(instance);
  if (!existsSync(folder)) return;
  await unmountUnder(folder);
  await rm(folder, { recursive: true, force: true });
  // nspawn leaves these behind when it is killed
  await rm(`/run/systemd/nspawn/propagate/${instance}`, { recursive: true, force: true });
}
