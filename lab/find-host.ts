import { existsSync, readFileSync } from "node:fs";
import { BadInput } from "../spec/mistake";
import { hostFiles, hostsThere } from "./hosts/host-record";
import type { WantedInstance } from "./wanted";

/** Every host of the lab, as the emulator last described it. */
export const listHosts = (): WantedInstance[] =>
  hostsThere()
    .map((instance) => hostFiles(instance).instance)
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, "utf8")) as WantedInstance);

/** Names that one host goes by: instance id, address, `Name` tag. */
const namesOf = (host: WantedInstance): string[] =>
  [host.id, host.address ?? "", host.tags["Name"] ?? ""].filter(Boolean);

/**
 * Find a host by instance id, address, `Name` tag (`kafka-write-11`), or by node id where only one has it.
 *
 * @returns its instance id
 * @throws BadInput that names the hosts there are
 */
export function findHost(name: string, hosts: readonly WantedInstance[] = listHosts()): string {
  const byName = hosts.filter((host) => namesOf(host).includes(name));
  const found = byName.length > 0 ? byName : hosts.filter((host) => host.tags["dataops-node"] === name);
  if (found.length === 1 && found[0] !== undefined) return found[0].id;
  const there = hosts.map((host) => host.tags["Name"] ?? host.id).join(", ") || "none";
  throw new BadInput(
    `lab: host ${name}: ${found.length === 0 ? "unknown" : "more than one"}; expected one of ${there}`,
  );
}
