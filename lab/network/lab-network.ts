import { existsSync } from "node:fs";
import { Failure } from "../../cli/run/failure";
import { bridge, labNamespace, metadataAddress, uplink } from "../names";
import { runCommand, tryCommand } from "../run-command";
import { overlap, parseSubnet } from "./subnet";

/** Run a program within the lab's network, in the machine's mount namespace. */
export const inLabNetwork = (argv: readonly string[]): [string, ...string[]] => [
  "nsenter",
  `--net=/run/netns/${labNamespace}`,
  "--",
  ...argv,
];

const ip = (words: string): Promise<string> => runCommand(["ip", ...words.split(" ")]);
const inside = (words: string): Promise<string> => ip(`-n ${labNamespace} ${words}`);

/**
 * Make the lab's own network: a namespace with a bridge that is the gateway of every subnet, the metadata address,
 * and one link to the machine. Nothing else of the machine's network is touched, and the lab has no way out.
 *
 * @param cidrs subnets of all places in use
 * @throws Failure when a subnet is one that the machine already routes
 */
export async function makeLabNetwork(cidrs: readonly string[]): Promise<void> {
  if (existsSync(`/run/netns/${labNamespace}`)) return;
  await refuseOverlap(cidrs);
  await ip(`netns add ${labNamespace}`);
  await inside("link set lo up");
  await inside(`address add ${metadataAddress}/32 dev lo`);
  await runCommand(inLabNetwork(["sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv4.conf.all.send_redirects=0"]));
  await inside(`link add ${bridge} type bridge`);
  await inside(`link set ${bridge} up`);
  await makeUplink();
  for (const { cidr, gateway, prefix } of cidrs.map(parseSubnet)) {
    await inside(`address add ${gateway}/${prefix} dev ${bridge}`);
    await ip(`route add ${cidr} via ${uplink.inside.address} dev ${uplink.outside.link}`);
  }
}

async function makeUplink(): Promise<void> {
  await ip(`link add ${uplink.outside.link} type veth peer name ${uplink.inside.link} netns ${labNamespace}`);
  await ip(`address add ${uplink.outside.address}/${uplink.prefix} dev ${uplink.outside.link}`);
  await ip(`link set ${uplink.outside.link} up`);
  await inside(`address add ${uplink.inside.address}/${uplink.prefix} dev ${uplink.inside.link}`);
  await inside(`link set ${uplink.inside.link} up`);
}

/** Remove the lab's namespaces, the hosts' too, and with them every link and route. */
export async function removeLabNetwork(): Promise<void> {
  await tryCommand(["ip", "link", "delete", uplink.outside.link]);
  const names = (await runCommand(["ip", "netns", "list"])).split("\n").map((line) => line.split(" ")[0] ?? "");
  for (const name of names) {
    if (name === labNamespace || name.startsWith(`${labNamespace}-i-`))
      await tryCommand(["ip", "netns", "delete", name]);
  }
}

async function refuseOverlap(cidrs: readonly string[]): Promise<void> {
  const routes = (await ip("-4 route show")).split("\n").map((line) => line.split(" ")[0] ?? "");
  const ranges = routes
    .filter((word) => /^[\d.]+(\/\d+)?$/.test(word))
    .map((word) => (word.includes("/") ? word : `${word}/32`));
  for (const cidr of [...cidrs, `${uplink.outside.address}/${uplink.prefix}`]) {
    const taken = ranges.find((range) => overlap(range, cidr));
    if (taken !== undefined) {
      throw new Failure(`lab: ${cidr} is in use on this machine; expected no route to it; got a route to ${taken}`, 1);
    }
  }
}
