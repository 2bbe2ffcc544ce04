import { existsSync } from "node:fs";
import { bridge, hostLink, hostNamespace, labNamespace } from "../names";
import { runCommand, tryCommand } from "../run-command";
import { parseSubnet } from "./subnet";

/** What a host's network interface is, as the emulator has it. */
export interface Interface {
  readonly address: string;
  readonly mac: string;
  /** Range of its subnet. */
  readonly cidr: string;
}

/** Make a host's own network: its address on one interface, everything else by the subnet's gateway. */
export async function makeHostNetwork(instance: string, { address, mac, cidr }: Interface): Promise<void> {
  const name = hostNamespace(instance);
  const link = hostLink(instance);
  const { gateway, prefix } = parseSubnet(cidr);
  if (existsSync(`/run/netns/${name}`)) await removeHostNetwork(instance);
  await runCommand(["ip", "netns", "add", name]);
  await batch(labNamespace, [
    `link add ${link} type veth peer name eth0 address ${mac} netns ${name}`,
    `link set ${link} master ${bridge} up`,
  ]);
  await batch(name, [
    "link set lo up",
    `address add ${address}/${prefix} dev eth0`,
    "link set eth0 up",
    `route add default via ${gateway}`,
  ]);
}

/** Remove a host's network; what is not there is no error. */
export async function removeHostNetwork(instance: string): Promise<void> {
  await tryCommand(["ip", "-n", labNamespace, "link", "delete", hostLink(instance)]);
  await tryCommand(["ip", "netns", "delete", hostNamespace(instance)]);
}

/** Pull a host's cable, or plug it in again: addresses and routes stay. */
export const setHostCable = async (instance: string, plugged: boolean): Promise<void> => {
  await runCommand(["ip", "-n", labNamespace, "link", "set", hostLink(instance), plugged ? "up" : "down"]);
};

const batch = (namespace: string, lines: readonly string[]): Promise<string> =>
  runCommand(["ip", "-n", namespace, "-batch", "-"], { input: `${lines.join("\n")}\n` });
