import { describe, expect, it } from "vitest";
import { sshSettings } from "../../../../cli/run/ssh/ssh-config";
import { routeTo } from "../../../../cli/run/ssh/ssh-route";
import type { Cluster } from "../../../../spec/cluster";
import { clusterBehind } from "./sshd";

const bastion = { host: "gate", user: "jump", port: 2200, cidr: "10.77.0.5/32" };
const settled = (config: string) => (host: string, user?: string) =>
  sshSettings(config, host, { home: "/home/ann", user: "ann", env: {} }, user);

/** The way as `user@host:port`. */
function way(config: string, place: Partial<Cluster["place"]> = {}): string[] {
  const cluster = clusterBehind({ port: 22, key: "/key", knownHosts: "/known" }, place);
  const [node] = cluster.nodes;
  if (node === undefined) throw new Error("no node");
  const to = { ...cluster, ssh: { user: "admin", sudo: true, port: 22 } };
  return routeTo(to, { ...node, address: "10.77.1.11" }, settled(config)).map(
    (hop) => `${hop.user}@${hop.hostName}:${hop.port}`,
  );
}

describe("the way to a node", () => {
  const node = "admin@10.77.1.11:22";

  it.each([
    ["straight", "", {}, [node]],
    ["user and port are the cluster file's", "Host *\n  User ann\n  Port 99\n", {}, [node]],
    ["through the place's bastion", "", { bastion }, ["jump@gate:2200", node]],
    [
      "the bastion by its real name",
      "Host gate\n  HostName gate.example.net\n  User ann\n",
      { bastion },
      ["jump@gate.example.net:2200", node],
    ],
    ["the operator's own jump host instead", "Host 10.77.*\n  ProxyJump mine\n", { bastion }, ["@mine:22", node]],
    ["straight, where the operator says so", "Host 10.77.*\n  ProxyJump none\n", { bastion }, [node]],
    [
      "a bastion behind another",
      "Host gate\n  ProxyJump ann@outer:44\n",
      { bastion },
      ["ann@outer:44", "jump@gate:2200", node],
    ],
    [
      "a list, each through the one before",
      "Host 10.77.*\n  ProxyJump a,b@[fe80::1]:33\nHost a\n  Port 5\n  User x\n",
      {},
      ["x@a:5", "b@fe80::1:33", node],
    ],
  ])("%s", (_, config, place, expected) => {
    expect(way(config, place)).toEqual(expected);
  });

  it("is refused when it goes in a circle", () => {
    expect(() => way("Host a\n  ProxyJump b\nHost b\n  ProxyJump a\nHost 10.*\n  ProxyJump a\n")).toThrow(
      "a: cannot be used: ProxyJump goes in a circle: a → b → a",
    );
  });

  it("is refused when it would need a command, or makes no sense", () => {
    expect(() => way("Host 10.*\n  ProxyCommand nc %h %p\n")).toThrow(
      "ProxyCommand in the ssh config; expected ProxyJump, or none",
    );
    expect(() => way("Host 10.*\n  ProxyJump a:b:c\n")).toThrow(
      "a:b:c: cannot be used: ProxyJump; expected [user@]host[:port]",
    );
  });
});
