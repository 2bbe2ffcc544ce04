import { existsSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { findHost } from "../find-host";
import { hostFiles, readHost } from "../hosts/host-record";
import { powerOffHost, rebootHost, shutDownHost } from "../hosts/run-host";
import { stopLimit } from "../reconcile/reconcile";

/** Reboot a host in good order, as RebootInstances does; its system comes back by itself. */
export const reboot = (host: string): Promise<void> => rebootHost(findHost(host));

/**
 * Pull the plug: every process of the host ends at once. What it had written but not synced may survive, because the
 * machine's kernel lives on.
 *
 * @param options `back`: after how many milliseconds it boots again; default: when `powerOn` is called
 */
export async function powerLoss(host: string, options: { readonly back?: number } = {}): Promise<void> {
  const instance = findHost(host);
  writeFileSync(hostFiles(instance).held, "");
  await powerOffHost(instance);
  if (options.back === undefined) return;
  await setTimeout(options.back);
  powerOn(instance);
}

/**
 * Shut a host down in good order, after two minutes in any order, and keep it off until `powerOn`. The emulator goes on
 * calling it running.
 */
export async function powerOff(host: string): Promise<void> {
  const instance = findHost(host);
  writeFileSync(hostFiles(instance).held, "");
  await shutDownHost(instance);
  const end = Date.now() + stopLimit;
  while (existsSync(hostFiles(instance).record) && readHost(instance).life === "running") {
    if (Date.now() > end) await powerOffHost(instance);
    await setTimeout(100);
  }
}

/** Let a host that was powered off boot again. */
export function powerOn(host: string): void {
  rmSync(hostFiles(findHost(host)).held, { force: true });
}
