import { homedir, userInfo } from "node:os";
import type { Cluster, Node } from "../../../spec/cluster";
import { sshSettings } from "./ssh-config";
import { readSshConfig } from "./ssh-config-file";
import { type HopOptions, openHop } from "./ssh-hop";
import { SshJumps } from "./ssh-jumps";
import { routeTo, type SettingsOf } from "./ssh-route";
import { SshTransport } from "./ssh-transport";

export interface ConnectOptions {
  /** Milliseconds for each connection on the way. Default 10,000. */
  readonly timeout?: number;
  /** Jump hosts to share with other nodes. Default: none are shared. */
  readonly jumps?: SshJumps;
  /** Where `.ssh` lies. Default: the operator's home. */
  readonly home?: string;
  /** Gives the attempt up. */
  readonly signal?: AbortSignal;
}

/**
 * Open a way to a node: its place's bastion, key and known hosts, and the operator's ssh configuration and agent.
 *
 * Close `jumps` after the last transport that uses it.
 *
 * @throws SshFailure with a kind and what to do; an unknown or changed host key is always one
 */
export async function connect(cluster: Cluster, node: Node, options: ConnectOptions = {}): Promise<SshTransport> {
  const home = options.home ?? homedir();
  const { username } = userInfo();
  const text = readSshConfig(home);
  const settingsOf: SettingsOf = (host, user) =>
    sshSettings(text, host, { home, user: username, env: process.env }, user);
  const route = routeTo(cluster, node, settingsOf);
  const { key, knownHosts } = cluster.place.ssh;
  const { timeout = 10_000, signal } = options;
  const hop: HopOptions = {
    key,
    knownHosts,
    home,
    user: username,
    timeout,
    ...(signal === undefined ? {} : { signal }),
  };

  const last = route.at(-1);
  if (last === undefined) throw new Error(`node ${node.id}: no way to ${node.address}`);
  const jumps = options.jumps ?? new SshJumps();
  const client = await openHop(last, await jumps.through(route.slice(0, -1), hop), hop).catch((error: unknown) => {
    if (options.jumps === undefined) jumps.close();
    throw error;
  });
  if (options.jumps === undefined) client.once("close", () => jumps.close());
  return new SshTransport(node.address, client, cluster.ssh.sudo);
}
