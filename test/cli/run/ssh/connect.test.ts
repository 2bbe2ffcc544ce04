import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../../../cli/run/ssh/connect";
import { SshFailure } from "../../../../cli/run/ssh/ssh-failure";
import type { Cluster } from "../../../../spec/cluster";
import { clusterBehind, freePort, keygen, type Sshd, sshdPath, startSshd, until } from "./sshd";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const home = mkdtempSync(join(tmpdir(), "dataops-home-"));
const first = <T>(list: readonly T[]): T => {
  const [one] = list;
  if (one === undefined) throw new Error("empty list");
  return one;
};
const to = (cluster: Cluster, options = {}) => connect(cluster, first(cluster.nodes), { home, ...options });
const failure = async (promise: Promise<unknown>): Promise<SshFailure> => {
  const error = await promise.then(
    () => undefined,
    (found: unknown) => found,
  );
  if (!(error instanceof SshFailure)) throw new Error(`expected an SshFailure; got ${String(error)}`);
  return error;
};

describe.skipIf(sshdPath === undefined && !process.env["CI"])("connect, with a real sshd", () => {
  let sshd: Sshd;
  let cluster: Cluster;
  beforeAll(async () => {
    delete process.env["SSH_AUTH_SOCK"];
    sshd = await startSshd({ types: ["ed25519", "ecdsa"] });
    cluster = clusterBehind(sshd);
  }, 60_000);
  afterAll(() => sshd.stop());

  it("runs an argv word for word", async () => {
    const transport = await to(cluster);
    const words = ["a b", "it's", '"$HOME"', "`id`", "$(id)", "\\", "", "a\nb", "*", "~", "; exit 3", "ü😀"];
    const answer = await transport.run(["printf", "%s\\0", ...words]);
    expect(answer.stdout.split("\0").slice(0, -1)).toEqual(words);
    expect(answer.code).toBe(0);
    await transport.close();
  });

  it("hands over stdin, exit code and both outputs", async () => {
    const transport = await to(cluster);
    const big = Buffer.alloc(3_000_000, "x");
    expect((await transport.run(["wc", "-c"], { stdin: big })).stdout.trim()).toBe("3000000");
    expect(await transport.run(["sh", "-c", "echo out; echo err >&2; exit 7"])).toEqual({
      code: 7,
      stdout: "out\n",
      stderr: "err\n",
    });
    expect((await transport.run(["sh", "-c", "kill -9 $$"])).code).toBe(137);
    expect((await transport.run(["true"], { stdin: big })).code).toBe(0);
    await transport.close();
  });

  it("runs many commands at once on one connection", async () => {
    const transport = await to(cluster);
    await transport.run(["true"]);
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => transport.run(["echo", String(n)])));
    expect(answers.map((answer) => answer.stdout)).toEqual(["1\n", "2\n", "3\n", "4\n", "5\n", "6\n"]);
    await transport.close();
  });

  it("opens a stream to an address as the host sees it", async () => {
    const server: Server = createServer((socket) => socket.end("hello"));
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    const transport = await to(cluster);
    const chunks: Buffer[] = [];
    for await (const chunk of await transport.open("127.0.0.1", port)) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe("hello");
    server.close();
    expect((await failure(transport.open("127.0.0.1", port))).kind).toBe("refused");
    await transport.close();
  });

  it("ends a command that takes too long, and the connection lives on", async () => {
    const transport = await to(cluster);
    const late = await failure(transport.run(["sleep", "30"], { timeout: 200 }));
    expect(late.message).toBe("127.0.0.1: timed out after 0.2 s: sleep 30");
    expect((await transport.run(["echo", "on"])).stdout).toBe("on\n");
    await transport.close();
  });

  it("tells a lost connection from a command that failed", async () => {
    const transport = await to(cluster);
    const running = failure(transport.run(["sh", "-c", "kill -9 $PPID; sleep 5"]));
    expect((await running).kind).toBe("lost");
    await until("lost", () => transport.lost !== undefined);
    expect((await failure(transport.run(["true"]))).kind).toBe("lost");
    expect((await failure(transport.open("127.0.0.1", sshd.port))).kind).toBe("lost");
    await transport.close();
  });

  it("names who refuses, and who never answers", async () => {
    const nobody = await freePort();
    expect((await failure(to(clusterBehind({ ...sshd, port: nobody })))).message).toBe(`127.0.0.1:${nobody}: refused`);
    const silent = createServer(() => {});
    const port = await freePort();
    await new Promise<void>((resolve) => silent.listen(port, "127.0.0.1", resolve));
    // Node 20 forgets some signals over a collection, and with them the time that is up.
    const collecting = setInterval(collectGarbage, 100);
    const late = await failure(to(clusterBehind({ ...sshd, port }), { timeout: 1000 }));
    clearInterval(collecting);
    expect(late.message).toBe(`127.0.0.1:${port}: timed out after 1 s`);
    silent.close();
  });

  it("names what it tried when it is not let in", async () => {
    const other = keygen(join(sshd.folder, "other"));
    const locked = keygen(join(sshd.folder, "locked"), "ed25519", "secret");
    const refused = await failure(to(clusterBehind({ ...sshd, key: other })));
    expect(refused.kind).toBe("not let in");
    expect(refused.message).toContain(`tried ${other}`);
    expect((await failure(to(clusterBehind({ ...sshd, key: locked })))).message).toContain(
      "has a passphrase: ssh-add it",
    );
  });

  describe("host keys", () => {
    const withKnown = (text: string): Cluster => {
      const knownHosts = join(mkdtempSync(join(tmpdir(), "dataops-known-")), "known_hosts");
      writeFileSync(knownHosts, text);
      return clusterBehind({ ...sshd, knownHosts });
    };
    const publicKey = (path: string): string => readFileSync(`${path}.pub`, "utf8").split(" ").slice(0, 2).join(" ");
    const fingerprintOf = (path: string): string =>
      execFileSync("ssh-keygen", ["-lf", `${path}.pub`])
        .toString()
        .split(" ")[1] ?? "";

    it("asks a host with several keys for the one on record", async () => {
      for (const type of ["ed25519", "ecdsa"]) {
        const known = withKnown(`[127.0.0.1]:${sshd.port} ${publicKey(sshd.hostKeys[type] ?? "")}\n`);
        await (await to(known)).close();
      }
    });

    it("refuses an unknown one and says what to do", async () => {
      const known = withKnown("# nothing\n");
      const refused = await failure(to(known));
      expect(refused.kind).toBe("host key unknown");
      expect(refused.message).toContain(`[127.0.0.1]:${sshd.port}: host key unknown: got ssh-ed25519 `);
      expect(refused.message).toContain(fingerprintOf(sshd.hostKeys["ed25519"] ?? ""));
      expect(refused.message).toContain(known.place.ssh.knownHosts);
      expect(refused.message).toContain("compare the fingerprint");
    });

    it("refuses a changed one, with both fingerprints and the line", async () => {
      const before = keygen(join(mkdtempSync(join(tmpdir(), "dataops-key-")), "before"));
      const known = withKnown(`# first\n[127.0.0.1]:${sshd.port} ${publicKey(before)}\n`);
      const refused = await failure(to(known));
      expect(refused.kind).toBe("host key changed");
      expect(refused.message).toContain(
        `expected ssh-ed25519 ${fingerprintOf(before)} (${known.place.ssh.knownHosts}:2)`,
      );
      expect(refused.message).toContain(`got ssh-ed25519 ${fingerprintOf(sshd.hostKeys["ed25519"] ?? "")}`);
      expect(refused.message).toContain("ssh-keygen -R");
    });

    it("refuses a revoked one", async () => {
      const key = publicKey(sshd.hostKeys["ed25519"] ?? "");
      const name = `[127.0.0.1]:${sshd.port}`;
      expect((await failure(to(withKnown(`${name} ${key}\n@revoked * ${key}\n`)))).kind).toBe("host key revoked");
    });

    it("reads hashed names as ssh-keygen writes them", async () => {
      const known = withKnown(`[127.0.0.1]:${sshd.port} ${publicKey(sshd.hostKeys["ed25519"] ?? "")}\n`);
      execFileSync("ssh-keygen", ["-q", "-H", "-f", known.place.ssh.knownHosts ?? ""], { stdio: "ignore" });
      expect(readFileSync(known.place.ssh.knownHosts ?? "", "utf8")).toContain("|1|");
      await (await to(known)).close();
    });
  });

  describe("the operator's own configuration", () => {
    const { user } = { user: clusterBehind({ port: 1, key: "", knownHosts: "" }).ssh.user };
    const own = (config: string): { cluster: Cluster; options: { home: string } } => {
      const place = mkdtempSync(join(tmpdir(), "dataops-own-"));
      mkdirSync(join(place, ".ssh"));
      writeFileSync(join(place, ".ssh", "config"), config);
      appendFileSync(join(place, ".ssh", "known_hosts"), readFileSync(sshd.knownHosts));
      return { cluster: clusterBehind(sshd, { ssh: {} }), options: { home: place } };
    };

    it("finds key and known hosts through it, in an included file too", async () => {
      const { cluster: plain, options } = own("Include more/*\n");
      mkdirSync(join(options.home, ".ssh", "more"));
      writeFileSync(join(options.home, ".ssh", "more", "one.conf"), `Host 127.*\n  IdentityFile ${sshd.key}\n`);
      await (await to(plain, options)).close();
    });

    it("logs in with the agent's key", async () => {
      const socket = join(sshd.folder, "agent");
      const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
      try {
        await until("agent", () => {
          try {
            execFileSync("ssh-add", ["-q", sshd.key], {
              env: { ...process.env, SSH_AUTH_SOCK: socket },
              stdio: "ignore",
            });
            return true;
          } catch {
            return false;
          }
        });
        const { cluster: plain, options } = own(`Host *\n  IdentityAgent ${socket}\n`);
        await (await to(plain, options)).close();
        const only = own(
          `Host *\n  IdentityAgent ${socket}\n  IdentitiesOnly yes\n  IdentityFile ${sshd.hostKeys["ecdsa"]}\n`,
        );
        expect((await failure(to(only.cluster, only.options))).kind).toBe("not let in");
      } finally {
        agent.kill();
      }
      const gone = own(`Host *\n  IdentityAgent ${socket}\n  IdentityFile ${sshd.key}\n`);
      await (await to(gone.cluster, gone.options)).close();
    });

    it("goes through ProxyJump, and through the place's bastion, and shares neither silently", async () => {
      const bastion = await startSshd();
      try {
        const jump = own(
          `Host ${"jump"}\n  HostName 127.0.0.1\n  Port ${bastion.port}\n  User ${user}\n  IdentityFile ${bastion.key}\n` +
            `Host 127.0.0.1\n  ProxyJump jump\n  IdentityFile ${sshd.key}\n`,
        );
        const unknown = await failure(to(jump.cluster, jump.options));
        expect(unknown.message).toContain(`[127.0.0.1]:${bastion.port}: host key unknown`);
        appendFileSync(join(jump.options.home, ".ssh", "known_hosts"), readFileSync(bastion.knownHosts));
        const transport = await to(jump.cluster, jump.options);
        const peer = (await transport.run(["sh", "-c", "echo $SSH_CLIENT"])).stdout;
        expect(peer).toContain("127.0.0.1");
        await transport.close();

        const through = {
          ...jump.cluster,
          place: {
            ...jump.cluster.place,
            bastion: { host: "127.0.0.1", user, port: bastion.port, cidr: "127.0.0.1/32" },
          },
        };
        const straight = own(`Host 127.0.0.1\n  IdentityFile ${sshd.key}\n  IdentityFile ${bastion.key}\n`);
        appendFileSync(join(straight.options.home, ".ssh", "known_hosts"), readFileSync(bastion.knownHosts));
        const second = await to(through, straight.options);
        await bastion.stop();
        await until("lost with its bastion", () => second.lost !== undefined);
        expect((await failure(to(through, straight.options))).message).toBe(`127.0.0.1:${bastion.port}: refused`);
      } finally {
        await bastion.stop();
      }
    });

    it("refuses a ProxyCommand instead of going round it", async () => {
      const { cluster: plain, options } = own("Host *\n  ProxyCommand nc %h %p\n");
      expect((await failure(to(plain, options))).message).toContain(
        "ProxyCommand in the ssh config; expected ProxyJump",
      );
    });
  });
});
