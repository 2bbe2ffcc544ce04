import type { Action } from "./action";

/** One line for the log. */
export function describeAction(action: Action): string {
  const host = "host" in action ? action.host : "instance" in action ? action.instance.id : "";
  const volume = "volume" in action ? (typeof action.volume === "string" ? action.volume : action.volume.id) : "";
  return [action.do, volume, host].filter((word) => word !== "").join(" ");
}
