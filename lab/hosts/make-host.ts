import { randomUUID } from "node:crypto";
import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { baseImage } from "../base/build-base-image";
import { recipe } from "../base/recipe";
import { groupDoors, makeGroup } from "../groups";
import { hostGroup } from "../names";
import { makeHostNetwork } from "../network/host-network";
import { inState } from "../paths";
import { runCommand } from "../run-command";
import { knowHost } from "../ssh";
import type { WantedInstance } from "../wanted";
import { writeWhole } from "../write-whole";
import { type HostRecord, hostFiles } from "./host-record";
import { makeRoot } from "./make-root";
import { removeHost } from "./remove-host";

/** Make a host from the base image: root, name, keys, network. It does not run yet. */
export async function makeHost(instance: WantedInstance): Promise<void> {
  const { id, address, mac, cidr } = instance;
  if (address === null || mac === null || cidr === null) throw new Error(`lab: ${id}: no network interface`);
  await removeHost(id);
  const files = hostFiles(id);
  await mkdir(files.folder, { recursive: true });
  await mkdir(join(files.disk, "by-id"), { recursive: true });
  await makeRoot(id);
  await fitRoot(id, address);
  await makeHostNetwork(id, { address, mac, cidr });
  makeGroup(hostGroup(id));
  await writeFile(files.doors, `${groupDoors(hostGroup(id)).join("\n")}\n`);
  await writeFile(files.reboots, String(instance.reboots));
  const record: HostRecord = { instance: id, address, base: baseImage() };
  await writeWhole(files.record, JSON.stringify(record));
}

async function fitRoot(instance: string, address: string): Promise<void> {
  const { root } = hostFiles(instance);
  const name = `ip-${address.replaceAll(".", "-")}`;
  const home = join(root, "home", recipe.user);
  await writeFile(join(root, "etc/hostname"), `${name}\n`);
  await writeFile(join(root, "etc/hosts"), `127.0.0.1 localhost\n${address} ${name}\n`);
  await writeFile(join(root, "etc/machine-id"), `${randomUUID().replaceAll("-", "")}\n`);
  await mkdir(join(home, ".ssh"), { mode: 0o700 });
  await appendFile(join(home, ".ssh/authorized_keys"), await readFile(inState("ssh/id_ed25519.pub")), { mode: 0o600 });
  await runCommand(["chroot", root, "chown", "-R", `${recipe.user}:`, join("/home", recipe.user, ".ssh")]);
  await runCommand([
    "ssh-keygen",
    "-q",
    "-t",
    "ed25519",
    "-N",
    "",
    "-C",
    name,
    "-f",
    join(root, "etc/ssh/ssh_host_ed25519_key"),
  ]);
  await knowHost(address, await readFile(join(root, "etc/ssh/ssh_host_ed25519_key.pub"), "utf8"));
}
