import { NodeSSH } from "node-ssh";
import type { Client } from "ssh2";
import { credentials } from "./ssh-credentials";
import { SshFailure, sshFailure } from "./ssh-failure";
import { hostKeys, knownHostsFiles } from "./ssh-host-key";
import type { Hop } from "./ssh-route";

/** What every connection of a command has in common. */
export interface HopOptions {
  /** Of the place; undefined: agent and ssh config. */
  readonly key: string | undefined;
  /** Of the place; undefined: the operator's own files. */
  readonly knownHosts: string | undefined;
  readonly home: string;
  /** User name where none is configured. */
  readonly user: string;
  /** Milliseconds from the first packet to logged in. */
  readonly timeout: number;
  /** Gives the attempt up. */
  readonly signal?: AbortSignal;
}

/** A dead peer is noticed after three of these unanswered. Milliseconds. */
const keepalive = 5000;

/**
 * Open one connection, through another one where given. The host's key is on record, or there is no connection.
 *
 * @throws SshFailure
 */
export async function openHop(hop: Hop, via: Client | undefined, options: HopOptions): Promise<Client> {
  const name = hop.port === 22 ? hop.hostName : `${hop.hostName}:${hop.port}`;
  const keys = hostKeys(hop, knownHostsFiles(options.knownHosts, hop, options.home));
  const user = hop.user || options.user;
  const login = await credentials({ ...hop.settings, user, home: options.home, key: options.key });
  const end = performance.now() + options.timeout;
  const late = () =>
    options.signal?.aborted
      ? new SshFailure(name, "lost", "given up while connecting")
      : new SshFailure(name, "timed out", `after ${Math.round(options.timeout / 1000)} s`);
  let refused: SshFailure | undefined;

  const sock = via && (await before(end, options.signal, late, forward(via, hop, name)));
  const ssh = new NodeSSH();
  const ready = ssh.connect({
    host: hop.hostName,
    port: hop.port,
    sock,
    username: user,
    readyTimeout: options.timeout + 1000,
    keepaliveInterval: keepalive,
    keepaliveCountMax: 3,
    algorithms: { serverHostKey: keys.algorithms as never },
    authHandler: [...login.methods],
    hostVerifier: (key: Buffer): boolean => {
      refused = keys.judge(key);
      return refused === undefined;
    },
  });
  const client = ssh.connection;
  if (client === null) throw new Error("node-ssh: no connection object after connect()");
  // node-ssh takes its own error listener away once connected; without one a lost connection would end the process.
  client.on("error", () => {});
  try {
    await before(end, options.signal, late, ready);
  } catch (error) {
    client.destroy();
    if (refused !== undefined) throw refused;
    if (error instanceof SshFailure) throw error;
    if ((error as { level?: string }).level === "client-authentication")
      throw new SshFailure(
        name,
        "not let in",
        `as ${user}; tried ${login.tried.join(", ") || "nothing: no key, no agent"}`,
      );
    throw sshFailure(name, error as Error);
  }
  client.setNoDelay(true);
  return client;
}

const forward = (via: Client, hop: Hop, name: string) =>
  new Promise<import("ssh2").ClientChannel>((resolve, reject) => {
    via.forwardOut("127.0.0.1", 0, hop.hostName, hop.port, (error, channel) =>
      error ? reject(sshFailure(name, error)) : resolve(channel),
    );
  });

/**
 * The promise's outcome, or a failure once its time is up or the signal aborts. By a timer of its own: in Node 20
 * `AbortSignal.any` of an `AbortSignal.timeout` may be collected as garbage before it fires (nodejs/node#57736).
 */
function before<T>(end: number, signal: AbortSignal | undefined, late: () => Error, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const onLate = (): void => reject(late());
    if (signal?.aborted) onLate();
    signal?.addEventListener("abort", onLate, { once: true });
    const timer = setTimeout(onLate, end - performance.now());
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onLate);
    });
  });
}
