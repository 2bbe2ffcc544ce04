import SSHConfig from "ssh-config";

/** What the operator's ssh configuration says about one host. */
export interface SshSettings {
  readonly hostName: string;
  readonly user: string | undefined;
  readonly port: number | undefined;
  /** Private keys in the order they are to be tried. */
  readonly identityFiles: readonly string[];
  /** Only those keys, not all that the agent holds. */
  readonly identitiesOnly: boolean;
  /** Path of the agent's socket; undefined: none. */
  readonly agent: string | undefined;
  /** Jump hosts in order, each `[user@]host[:port]`; empty for `none`; undefined when nothing is said. */
  readonly proxyJump: readonly string[] | undefined;
  readonly proxyCommand: string | undefined;
  /** Name to look up among the known hosts instead of the host's own. */
  readonly hostKeyAlias: string | undefined;
  /** Undefined: OpenSSH's own files. */
  readonly knownHosts: readonly string[] | undefined;
}

/** What settings are expanded with. */
export interface SshSurroundings {
  readonly home: string;
  readonly user: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Settings for one host out of the text of ssh_config files, the first found counting, as in OpenSSH.
 *
 * `Match exec` is never run: an address out of a cluster file must not reach a shell.
 *
 * @throws when a port is no number
 */
export function sshSettings(text: string, host: string, around: SshSurroundings, user?: string): SshSettings {
  const found = SSHConfig.parse(text).compute(
    { Host: host, ...(user === undefined ? {} : { User: user }) },
    { ignoreCase: true, matchExec: false },
  );
  const all = (key: string): string[] => [found[key.toLowerCase()] ?? []].flat();
  const one = (key: string): string | undefined => all(key)[0];
  const hostName = (one("HostName") ?? host).replaceAll("%h", host);
  const expand = (path: string): string =>
    path
      .replace(/^~(?=\/|$)/, around.home)
      .replace(/\$\{(\w+)\}/g, (_, name: string) => around.env[name] ?? "")
      .replace(/%([%dhnru])/g, (_, token: string) => {
        const values: Record<string, string> = {
          "%": "%",
          d: around.home,
          h: hostName,
          n: host,
          r: one("User") ?? around.user,
          u: around.user,
        };
        return values[token] ?? "";
      });

  return {
    hostName,
    user: one("User"),
    port: portNumber(one("Port"), host),
    identityFiles: all("IdentityFile")
      .filter((path) => path.toLowerCase() !== "none")
      .map(expand),
    identitiesOnly: one("IdentitiesOnly")?.toLowerCase() === "yes",
    agent: agentSocket(one("IdentityAgent"), around, expand),
    proxyJump: jumps(all("ProxyJump")),
    proxyCommand:
      one("ProxyCommand")?.toLowerCase() === "none" ? undefined : all("ProxyCommand").join(" ") || undefined,
    hostKeyAlias: one("HostKeyAlias"),
    knownHosts:
      found["userknownhostsfile"] === undefined ? undefined : all("UserKnownHostsFile").flatMap(words).map(expand),
  };
}

function agentSocket(
  asked: string | undefined,
  around: SshSurroundings,
  expand: (path: string) => string,
): string | undefined {
  const standard = around.env["SSH_AUTH_SOCK"] || undefined;
  if (asked === undefined || asked === "SSH_AUTH_SOCK") return standard;
  if (asked.toLowerCase() === "none") return undefined;
  return asked.startsWith("$") && !asked.startsWith("${") ? around.env[asked.slice(1)] : expand(asked);
}

function jumps(values: readonly string[]): string[] | undefined {
  if (values.length === 0) return undefined;
  const list = values.join("").trim();
  return list.toLowerCase() === "none" ? [] : list.split(",").map((jump) => jump.trim().replace(/^ssh:\/\//, ""));
}

function portNumber(text: string | undefined, host: string): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`ssh config for ${host}: Port; expected a number from 1 to 65535; got ${text}`);
}

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");
