import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { connect as connectSsh } from "../../../../cli/run/ssh/connect";
import type { SshTransport } from "../../../../cli/run/ssh/ssh-transport";
import type { Cluster, Node } from "../../../../spec/cluster";

/** A real sshd on loopback, with host keys, a user key and a known_hosts file of its own. */
export interface Sshd {
  readonly folder: string;
  readonly port: number;
  /** Private key that it lets in. */
  readonly key: string;
  readonly knownHosts: string;
  /** By type, the path of the host's private key. */
  readonly hostKeys: Readonly<Record<string, string>>;
  readonly pid: number;
  stop(): Promise<void>;
}

export const sshdPath = ["/usr/sbin/sshd", "/usr/local/sbin/sshd"].find((path) => existsSync(path));

export const keygen = (path: string, type = "ed25519", passphrase = ""): string => {
  execFileSync("ssh-keygen", ["-q", "-t", type, "-N", passphrase, "-f", path, "-C", "test"]);
  return path;
};

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    }).on("error", () => resolve(false));
  });

export async function until(what: string, ready: () => Promise<boolean> | boolean, limit = 30_000): Promise<void> {
  for (const end = Date.now() + limit; Date.now() < end; await new Promise((next) => setTimeout(next, 20)))
    if (await ready()) return;
  throw new Error(`${what}: not within ${limit} ms`);
}

/** Sessions outlive the sshd that took them. */
export function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  return existsSync(file) ? readFileSync(file, "utf8").split(" ").filter(Boolean).map(Number) : [];
}

/** @param like lets in the same key as another one */
export async function startSshd({ types = ["ed25519"], like }: { types?: string[]; like?: Sshd } = {}): Promise<Sshd> {
  if (sshdPath === undefined) throw new Error("no sshd: apt-get install openssh-server");
  const folder = mkdtempSync(join(tmpdir(), "dataops-sshd-"));
  chmodSync(folder, 0o700);
  const port = await freePort();
  const key = like?.key ?? keygen(join(folder, "user"));
  const hostKeys = Object.fromEntries(types.map((type) => [type, keygen(join(folder, `host_${type}`), type)]));
  const knownHosts = join(folder, "known_hosts");
  const line = (path: string): string => readFileSync(`${path}.pub`, "utf8").split(" ").slice(0, 2).join(" ");
  writeFileSync(
    knownHosts,
    `${Object.values(hostKeys)
      .map((path) => `[127.0.0.1]:${port} ${line(path)}`)
      .join("\n")}\n`,
  );
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
  writeFileSync(
    join(folder, "sshd_config"),
    `${[
      ...Object.values(hostKeys).map((path) => `HostKey ${path}`),
      `ListenAddress 127.0.0.1:${port}`,
      `AuthorizedKeysFile ${key}.pub`,
      `PidFile none`,
      "PasswordAuthentication no",
      "StrictModes no",
      "UsePAM no",
      "MaxSessions 50",
      "MaxStartups 50",
      // The tester's own start-up files must neither slow the commands down nor print.
      `SetEnv HOME=${folder}`,
    ].join("\n")}\n`,
  );
  const child = spawn(sshdPath, ["-D", "-e", "-f", join(folder, "sshd_config")], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await until(`sshd on port ${port}`, () => {
    if (child.exitCode !== null) throw new Error(`sshd ended: ${log}`);
    return answers(port);
  });
  return {
    folder,
    port,
    key,
    knownHosts,
    hostKeys,
    pid: child.pid ?? 0,
    stop: async () => {
      for (const session of childrenOf(child.pid ?? 0)) process.kill(session, "SIGKILL");
      child.kill("SIGTERM");
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Enough of a cluster to connect with. */
export function clusterBehind(
  sshd: Pick<Sshd, "port" | "key" | "knownHosts">,
  more: Partial<Cluster["place"]> = {},
): Cluster {
  const nodes: Node[] = [1, 2].map((id) => ({
    id,
    pool: "brokers",
    zone: "euw1-az1",
    address: "127.0.0.1",
    generation: 1,
  }));
  return {
    file: "clusters/kafka-write.yaml",
    name: "kafka-write",
    kind: "kafka",
    place: {
      name: "test",
      account: "123456789012",
      region: "eu-west-1",
      network: { vpc: "vpc-1", zones: {}, ranges: {} },
      bucket: "dataops-test",
      images: {},
      state: { local: "/tmp" },
      ssh: { key: sshd.key, knownHosts: sshd.knownHosts },
      ...more,
    },
    version: "3.9.1",
    image: "base-12",
    traffic: { in: 1, keep: 1, replicas: 3 },
    pools: { brokers: { name: "brokers", type: "m7g.large", disk: { text: "1GiB", size: 1 }, roles: ["broker"] } },
    config: {},
    listeners: {},
    linked: [],
    ssh: { user: userInfo().username, sudo: false, port: sshd.port },
    nodes,
    recorded: { cluster: { id: "MkU3OEVBNTcwNTJENDM2Qg", metadataVersion: "3.9-IV0" }, nodes: {} },
  };
}

/** The first node of the cluster behind an sshd, connected to. */
export async function connectTo(sshd: Sshd): Promise<SshTransport> {
  const cluster = clusterBehind(sshd);
  const [node] = cluster.nodes;
  if (node === undefined) throw new Error("no node");
  return connectSsh(cluster, node, { home: sshd.folder });
}
