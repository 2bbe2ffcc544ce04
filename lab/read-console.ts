import { existsSync, readFileSync } from "node:fs";
import { findHost } from "./find-host";
import { consoleFile } from "./paths";

/**
 * What a host wrote to its console since it was made: its boots, and what its userdata said. Also of a host that is
 * gone, by its instance id.
 *
 * @throws Error when there is no such host
 */
export function readConsole(host: string): string {
  const file = existsSync(consoleFile(host)) ? consoleFile(host) : consoleFile(findHost(host));
  return existsSync(file) ? readFileSync(file, "utf8").replaceAll("\r", "") : "";
}
