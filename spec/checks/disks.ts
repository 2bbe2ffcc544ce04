import type { Disk } from "../cluster";
import { diskBandwidth, instanceMemory } from "../instance-type";
import { printRate } from "../rate";
import { printSize } from "../size";
import type { Finding, Path } from "../source";
import type { Check } from "./check";
import { nodesHaving } from "./replication";

const mib = 2 ** 20;
const gib = 2 ** 30;
const tib = 2 ** 40;

/** gp3's own when the file says nothing. */
const baseIops = 3000;

const say = (path: Path, what: string, expected: string, got: string): Finding => ({ path, what, expected, got });

/** Limits of gp3 since September 2025. Source: "Amazon EBS General Purpose SSD volumes" in the EBS guide. */
const beyondGp3 = (path: Path, { text, size, throughput, iops = baseIops }: Disk): Finding[] => {
  const what = "beyond what a gp3 disk can be";
  const found: Finding[] = [];
  if (size < gib || size > 64 * tib) found.push(say(path, what, "1GiB to 64TiB", text));
  if (iops < 3000 || iops > 80_000) found.push(say(path, what, "3000iops to 80000iops", text));
  else if (iops > baseIops && iops > 500 * (size / gib)) {
    found.push(say(path, what, `at most ${500 * (size / gib)}iops for ${printSize(size)}`, text));
  }
  if (throughput === undefined) return found;
  if (throughput < 125 * mib || throughput > 2000 * mib) found.push(say(path, what, "125MiB/s to 2000MiB/s", text));
  else if (throughput > 0.25 * mib * iops) {
    found.push(say(path, what, `at most ${printRate(Math.floor(iops / 4) * mib)} with ${iops}iops`, text));
  }
  return found;
};

export const disksAreWithinGp3: Check = {
  name: "every disk is one that AWS makes",
  find: ({ pools, recorded }) => [
    ...Object.values(pools).flatMap(({ name, disk }) => beyondGp3(["pools", name, "disk"], disk)),
    ...Object.entries(recorded.nodes).flatMap(([id, { disk }]) => beyondGp3(["recorded", id, "disk"], disk)),
  ],
};

export const instancesCarryTheirDisks: Check = {
  name: "no disk is faster than its instance",
  // Only what should be: a record is history, and must not stand in the way of the roll that corrects it.
  find: ({ pools }) =>
    Object.values(pools).flatMap(({ name, type, disk: { throughput, text } }): Finding[] => {
      const most = diskBandwidth(type);
      if (throughput === undefined || most === undefined || throughput <= most) return [];
      const expected = `at most ${printRate(Math.floor(most / mib) * mib)}, all that ${type} can move`;
      return [say(["pools", name, "disk"], "throughput beyond the instance's", expected, text)];
    }),
};

export const disksNeverShrink: Check = {
  name: "no disk should be smaller than it is",
  find: ({ pools, nodes, recorded }) =>
    Object.values(pools).flatMap(({ name, disk }): Finding[] => {
      const larger = nodes.find(({ id, pool }) => pool === name && (recorded.nodes[id]?.disk.size ?? 0) > disk.size);
      if (larger === undefined) return [];
      const recordedDisk = recorded.nodes[larger.id]?.disk.size ?? 0;
      const expected = `at least ${printSize(recordedDisk)}, as disks never shrink`;
      return [say(["pools", name, "disk"], `smaller than the disk of node ${larger.id}`, expected, disk.text)];
    }),
};

export const disksHoldTheTraffic: Check = {
  name: "the brokers' disks hold the traffic twice",
  find: (of) => {
    const { traffic, pools } = of;
    const brokers = nodesHaving(of, "broker");
    if (traffic === undefined || brokers === undefined) return [];
    const each = (traffic.in * (traffic.keep / 1000) * traffic.replicas * 2) / brokers.length;
    return Object.values(pools).flatMap(({ name, roles, disk }): Finding[] => {
      if (!roles.includes("broker") || disk.size >= each || !brokers.some(({ pool }) => pool === name)) return [];
      const expected = `at least ${printSize(Math.ceil(each / gib) * gib)}: in × keep × replicas × 2 / ${brokers.length} brokers`;
      return [say(["pools", name, "disk"], "too small for the traffic", expected, disk.text)];
    });
  },
};

export const heapsAreKnown: Check = {
  name: "every pool's heap is known and fits",
  find: ({ pools }) =>
    Object.values(pools).flatMap(({ name, type, heap }): Finding[] => {
      const memory = instanceMemory(type);
      const path = ["pools", name, "heap"];
      if (heap === undefined) {
        return memory === undefined
          ? [{ path, what: "missing", expected: `a size, as the memory of ${type} is not known` }]
          : [];
      }
      if (heap < 128 * mib) return [say(path, "too small for Kafka", "at least 128MiB", printSize(heap))];
      const most = memory === undefined ? Number.POSITIVE_INFINITY : memory / 2;
      const expected = `at most ${printSize(most)}: half of ${type}'s memory is the page cache's`;
      return heap > most ? [say(path, "too large", expected, printSize(heap))] : [];
    }),
};
