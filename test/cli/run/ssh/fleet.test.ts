import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Fleet } from "../../../../cli/run/ssh/fleet";
import { SshFailure } from "../../../../cli/run/ssh/ssh-failure";
import type { Cluster } from "../../../../spec/cluster";
import { childrenOf, clusterBehind, type Sshd, sshdPath, startSshd, until } from "./sshd";

const home = mkdtempSync(join(tmpdir(), "dataops-home-"));

describe.skipIf(sshdPath === undefined && !process.env["CI"])("a fleet, with a real sshd", () => {
  let sshd: Sshd;
  let cluster: Cluster;
  beforeAll(async () => {
    sshd = await startSshd();
    cluster = clusterBehind(sshd);
  }, 60_000);
  afterAll(() => sshd.stop());

  it("keeps one way to a node, also for those who ask at the same moment", async () => {
    const fleet = new Fleet(cluster, { home });
    const ways = await Promise.all([fleet.to(1), fleet.to(1), fleet.to(2)]);
    expect(ways[0]).toBe(ways[1]);
    expect(ways[0]).not.toBe(ways[2]);
    expect(await fleet.to(1)).toBe(ways[0]);
    await fleet.close();
    await expect(fleet.to(1)).rejects.toThrow("the connections of this command are closed");
  });

  it("opens another one when the last was lost, and once only", async () => {
    const fleet = new Fleet(cluster, { home });
    const before = await fleet.to(1);
    await expect(before.run(["sh", "-c", "kill -9 $PPID; sleep 5"])).rejects.toBeInstanceOf(SshFailure);
    const [one, two] = await Promise.all([fleet.to(1), fleet.to(1)]);
    expect(one).not.toBe(before);
    expect(one).toBe(two);
    expect((await one.run(["echo", "back"])).stdout).toBe("back\n");
    await fleet.close();
  });

  it("gives the answer of every node, and the reason of one that has none", async () => {
    const nodes = cluster.nodes.map((node) => (node.id === 2 ? { ...node, address: "127.0.0.2" } : node));
    const fleet = new Fleet({ ...cluster, nodes }, { home });
    const answers = await fleet.each(async (transport, node) =>
      (await transport.run(["echo", String(node.id)])).stdout.trim(),
    );
    expect(answers).toEqual({ 1: "1", 2: { unreachable: `127.0.0.2:${sshd.port}: refused` } });
    await expect(fleet.each(() => Promise.reject(new Error("a mistake of ours")))).rejects.toThrow("a mistake of ours");
    await fleet.close();
  });

  it("tries again after a failure", async () => {
    const gone = { ...cluster, ssh: { ...cluster.ssh } };
    const fleet = new Fleet(gone, { home });
    gone.ssh.port = 1;
    await expect(fleet.to(1)).rejects.toThrow("127.0.0.1:1: refused");
    gone.ssh.port = sshd.port;
    expect((await (await fleet.to(1)).run(["echo", "on"])).stdout).toBe("on\n");
    await fleet.close();
  });

  it("connects with a limit, and closes what is still being opened", async () => {
    const nodes = Array.from({ length: 12 }, (_, n) => ({ ...cluster.nodes[0], id: n + 1 })) as Cluster["nodes"];
    const fleet = new Fleet({ ...cluster, nodes }, { home, limit: 4 });
    const opening = nodes.map((node) => fleet.to(node.id));
    for (const way of opening) way.catch(() => {});
    await opening[0];
    await fleet.close();
    for (const way of opening) await expect(way.then((transport) => transport.run(["true"]))).rejects.toThrow("lost");
  });

  it("shares one connection to the bastion", async () => {
    const bastion = await startSshd({ like: sshd });
    try {
      const knownHosts = join(home, "known_hosts");
      writeFileSync(knownHosts, readFileSync(sshd.knownHosts, "utf8") + readFileSync(bastion.knownHosts, "utf8"));
      const through = clusterBehind(sshd, {
        ssh: { key: sshd.key, knownHosts },
        bastion: { host: "127.0.0.1", user: cluster.ssh.user, port: bastion.port, cidr: "127.0.0.1/32" },
      });
      const fleet = new Fleet(through, { home });
      const ports = await fleet.each(async (transport) =>
        (await transport.run(["sh", "-c", "echo $SSH_CONNECTION"])).stdout.split(" ")[3]?.trim(),
      );
      expect(Object.values(ports)).toEqual([String(sshd.port), String(sshd.port)]);
      expect(childrenOf(bastion.pid)).toHaveLength(1);
      await bastion.stop();
      const why = () => fleet.to(1).then(String, (error: Error) => error.message);
      await until("lost with the bastion", async () => (await why()) === `127.0.0.1:${bastion.port}: refused`);
      await fleet.close();
    } finally {
      await bastion.stop();
    }
  });
});
