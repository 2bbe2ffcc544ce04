import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { reportStopped } from "../emulator/ask-emulator";
import { hostFiles } from "../hosts/host-record";
import { makeHost } from "../hosts/make-host";
import { removeHost } from "../hosts/remove-host";
import { bootHost, powerOffHost, rebootHost, shutDownHost } from "../hosts/run-host";
import { attachVolume, detachVolume } from "../volumes/attach-volume";
import { deleteVolume, growVolume } from "../volumes/volume-files";
import type { Action } from "./action";

/** Carry out one action. */
export async function act(action: Action): Promise<void> {
  switch (action.do) {
    case "make":
      return makeHost(action.instance);
    case "boot":
      return bootHost(action.instance.id);
    case "reboot":
      return rebootHost(action.instance.id, action.instance.reboots);
    case "shut-down":
      return shutDownHost(action.host);
    case "power-off":
      return powerOffHost(action.host);
    case "remove":
      return removeHost(action.host);
    case "attach":
      return attachVolume(action.host, action.volume);
    case "detach":
      return detachVolume(action.host, action.volume);
    case "grow-volume":
      return growVolume(action.volume.id, action.volume.gib);
    case "delete-volume":
      return deleteVolume(action.volume);
    case "report-stopped":
      await reportStopped(action.host);
      if (existsSync(hostFiles(action.host).folder)) await writeFile(hostFiles(action.host).stopping, "");
      return;
  }
}
