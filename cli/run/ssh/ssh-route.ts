import type { Cluster, Node } from "../../../spec/cluster";
import type { SshSettings } from "./ssh-config";
import { SshFailure } from "./ssh-failure";

/** One connection on the way to a node. */
export interface Hop {
  /** What the known hosts are asked for, and what messages name. */
  readonly host: string;
  /** What is dialled. */
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  readonly settings: SshSettings;
}

/** Look a host up in the operator's ssh configuration. */
export type SettingsOf = (host: string, user?: string) => SshSettings;

/** Jump hosts within jump hosts. */
const longest = 8;

/**
 * The way to a node: jump hosts in order, then the node.
 *
 * The cluster file names user and port. Jump hosts: the operator's own `ProxyJump` for the address (`none` goes
 * straight), else the place's bastion. A jump host may need jump hosts of its own.
 *
 * @throws SshFailure when the configuration asks for a `ProxyCommand`, or jumps in a circle
 */
export function routeTo(cluster: Cluster, node: Node, settingsOf: SettingsOf): Hop[] {
  const { user, port } = cluster.ssh;
  const settings = settingsOf(node.address, user);
  const bastion = cluster.place.bastion;
  const before =
    settings.proxyJump === undefined && bastion !== undefined
      ? wayTo({ host: bastion.host, user: bastion.user, port: bastion.port }, settingsOf, [])
      : jumpsOf(node.address, settings, settingsOf, []);
  return [...before, hop({ host: node.address, user, port }, settings)];
}

interface Named {
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
}

function wayTo(named: Named, settingsOf: SettingsOf, seen: readonly string[]): Hop[] {
  if (seen.includes(named.host) || seen.length >= longest)
    throw new SshFailure(
      named.host,
      "cannot be used",
      `ProxyJump goes in a circle: ${[...seen, named.host].join(" → ")}`,
    );
  const settings = settingsOf(named.host, named.user);
  return [...jumpsOf(named.host, settings, settingsOf, [...seen, named.host]), hop(named, settings)];
}

function jumpsOf(host: string, settings: SshSettings, settingsOf: SettingsOf, seen: readonly string[]): Hop[] {
  if (settings.proxyJump === undefined && settings.proxyCommand !== undefined)
    throw new SshFailure(host, "cannot be used", "ProxyCommand in the ssh config; expected ProxyJump, or none");
  const [first, ...rest] = (settings.proxyJump ?? []).map(named);
  if (first === undefined) return [];
  // As OpenSSH: the first of a list is reached its own way, each other through the one before it.
  return [...wayTo(first, settingsOf, seen), ...rest.map((jump) => hop(jump, settingsOf(jump.host, jump.user)))];
}

/** `[user@]host[:port]`, an IPv6 address in brackets. */
function named(text: string): Named {
  const parts = /^(?:(?<user>[^@]+)@)?(?:\[(?<six>[^\]]+)\]|(?<host>[^:]+))(?::(?<port>\d+))?$/.exec(text)?.groups;
  const host = parts?.["six"] ?? parts?.["host"];
  if (parts === undefined || host === undefined)
    throw new SshFailure(text, "cannot be used", "ProxyJump; expected [user@]host[:port]");
  return { host, user: parts["user"], port: parts["port"] === undefined ? undefined : Number(parts["port"]) };
}

const hop = (to: Named, settings: SshSettings): Hop => ({
  host: settings.hostKeyAlias ?? settings.hostName,
  hostName: settings.hostName,
  port: to.port ?? settings.port ?? 22,
  user: to.user ?? settings.user ?? "",
  settings,
});
