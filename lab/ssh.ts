import { existsSync } from "node:fs";
import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { inState } from "./paths";
import { runCommand } from "./run-command";

/** Keys that let operators in, and what is known of the hosts' own. */
export const sshFiles = {
  folder: inState("ssh"),
  key: inState("ssh/id_ed25519"),
  publicKey: inState("ssh/id_ed25519.pub"),
  knownHosts: inState("ssh/known_hosts"),
} as const;

/** Make the lab's own key and an empty known_hosts file. */
export async function makeSshKey(): Promise<void> {
  if (existsSync(sshFiles.key)) return;
  await mkdir(sshFiles.folder, { recursive: true, mode: 0o700 });
  await writeFile(sshFiles.knownHosts, "");
  await runCommand(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "dataops-lab", "-f", sshFiles.key]);
}

/** Add a host's public key to known_hosts, unless that very line is there. Other lines are never touched. */
export async function knowHost(address: string, publicKey: string): Promise<void> {
  const [type, key] = publicKey.trim().split(" ");
  const line = `${address} ${type} ${key}`;
  const known = await readFile(sshFiles.knownHosts, "utf8");
  if (!known.split("\n").includes(line)) await appendFile(sshFiles.knownHosts, `${line}\n`);
}
