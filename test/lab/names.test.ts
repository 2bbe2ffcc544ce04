import { describe, expect, it } from "vitest";
import { findHost } from "../../lab/find-host";
import { hierarchies } from "../../lab/groups";
import { mountsUnder } from "../../lab/mounts";
import { hostLink } from "../../lab/names";
import { overlap, parseSubnet } from "../../lab/network/subnet";
import type { WantedInstance } from "../../lab/wanted";

describe("subnet", () => {
  it("has its gateway at the first address, as on EC2", () => {
    expect(parseSubnet("10.77.1.0/24")).toEqual({ cidr: "10.77.1.0/24", gateway: "10.77.1.1", prefix: 24 });
    expect(parseSubnet("10.77.1.96/28").gateway).toBe("10.77.1.97");
  });

  it("overlaps what shares an address", () => {
    expect(overlap("10.77.1.0/24", "10.77.0.0/16")).toBe(true);
    expect(overlap("10.77.1.0/24", "10.77.2.0/24")).toBe(false);
    expect(overlap("10.77.1.7/32", "10.77.1.0/29")).toBe(true);
  });
});

describe("names", () => {
  it("keeps a link's name within the kernel's 15 characters", () => {
    expect(hostLink("i-0123456789abcdef0")).toBe("h3456789abcdef0");
    expect(hostLink("i-0123456789abcdef0")).toHaveLength(15);
  });

  it("finds a host by each of its names", () => {
    const host = (id: string, name: string, node: string): WantedInstance =>
      ({ id, address: `10.0.0.${node}`, tags: { Name: name, "dataops-node": node } }) as unknown as WantedInstance;
    const hosts = [host("i-1", "a-11", "11"), host("i-2", "a-12", "12"), host("i-3", "b-12", "12")];
    expect(["i-1", "a-11", "10.0.0.11", "11"].map((name) => findHost(name, hosts))).toEqual([
      "i-1",
      "i-1",
      "i-1",
      "i-1",
    ]);
    expect(() => findHost("12", hosts)).toThrow("host 12: more than one; expected one of a-11, a-12, b-12");
    expect(() => findHost("13", hosts)).toThrow("host 13: unknown");
  });
});

describe("mount table", () => {
  const table = [
    "30 1 0:26 / /sys/fs/cgroup rw - tmpfs tmpfs rw",
    "31 30 0:27 / /sys/fs/cgroup/freezer rw - cgroup cgroup rw,freezer",
    "32 30 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw",
    "40 1 7:0 / /var/lib/a\\040lab/hosts/i-1/layer rw - ext4 /dev/loop0 rw",
    "41 1 0:50 / /var/lib/a\\040lab/hosts/i-1/root rw - overlay overlay rw",
    "42 1 0:51 / /var/lib/a\\040lab-other rw - tmpfs tmpfs rw",
  ].join("\n");

  it("tells the control group hierarchies", () => {
    expect(hierarchies(table)).toEqual(["/sys/fs/cgroup/freezer", "/sys/fs/cgroup/unified"]);
  });

  it("tells what lies under a folder, innermost first", () => {
    const host = "/var/lib/a lab/hosts/i-1";
    expect(mountsUnder("/var/lib/a lab", table)).toEqual([`${host}/root`, `${host}/layer`]);
  });
});
