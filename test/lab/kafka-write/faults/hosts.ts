import { chmodSync, chownSync, readFileSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import {
  cutNetwork,
  fillDisk,
  freeDisk,
  freeze,
  powerLoss,
  powerOn,
  reboot,
  restoreNetwork,
  thaw,
} from "../../../../lab";
import { name } from "../../deployed";
import { meanwhile } from "../../operator";
import { restart } from "../sitting";
import { note } from "./note";
import { expectSettled, more, onHost, standing, starts } from "./settled";

const host = (node: number): string => `${name}-${node}`;

/** Hold the operator right after a step of a node is done. */
const after = (step: string, node: number) => ({ at: [[new RegExp(` node ${node}: ${step} `), "SIGSTOP"] as const] });

const indexOf = (out: string, pattern: RegExp): number => out.search(pattern);

export function hosts(): void {
  it("loses the connection in the middle of a start", async () => {
    const before = await standing();
    const started = starts(11);
    const sitting = restart("11", after("configure", 11));
    await meanwhile(sitting, () => undefined);
    await sleep(300);
    await cutNetwork(host(11));
    expect(await sitting.saw(/no answer: /)).toMatch(/node 11: start: no answer: 10\.77\.1\.21: .*; asking again/);
    await restoreNetwork(host(11));
    const ended = await sitting.ended;
    note("connection cut in the middle of a start", ended);
    expect(ended.code).toBe(0);
    expect(starts(11)).toEqual(more(started));
    await expectSettled(before);
  }, 120_000);

  it("has a host rebooted between stop and start", async () => {
    const before = await standing();
    const started = starts(11);
    const bootId = (): string => readFileSync(onHost(11, "/proc/sys/kernel/random/boot_id"), "utf8");
    const booted = bootId();
    const sitting = await meanwhile(restart("11", after("stop", 11)), () => reboot(host(11)));
    const ended = await sitting.ended;
    note("host rebooted between stop and start", ended);
    // Whether its lines tell of it depends on how soon the host is back.
    expect(bootId()).not.toBe(booted);
    expect(ended.out).toContain("✔ rolled  1 node");
    expect(ended.code).toBe(0);
    expect(starts(11)).toEqual(more(started));
    await expectSettled(before);
  }, 120_000);

  it("loses the power of the node in hand right after its start", async () => {
    const before = await standing();
    const log = readFileSync(onHost(12, "/var/log/kafka/server.log"), "utf8").length;
    const sitting = await meanwhile(restart("12", after("start", 12)), () => powerLoss(host(12), { back: 1000 }));
    const ended = await sitting.ended;
    note("power lost by the node in hand", ended);
    expect(ended.out).toMatch(/node 12: waiting: /);
    expect(ended.code).toBe(0);
    // What it found on its disk was not as a clean stop leaves it.
    const said = readFileSync(onHost(12, "/var/log/kafka/server.log"), "utf8").slice(log);
    expect(said).toMatch(/clean shutdown file was not found|unclean shutdown|Recovering/i);
    await expectSettled(before);
  }, 120_000);

  it("loses the power of another node while one is down: no further one is taken", async () => {
    const before = await standing();
    const started = starts(11, 12, 13);
    const sitting = await meanwhile(restart("11,12", after("stop", 11)), () => powerLoss(host(13)));
    await sitting.saw(/waiting: (min-isr|nothing-newly-under-replicated)/);
    await sleep(3000);
    expect(sitting.out).not.toContain("node 12: taken");
    expect(starts(12)).toEqual({ 12: started[12] });
    powerOn(host(13));
    const ended = await sitting.ended;
    note("power lost by another node while one is down", ended);
    expect(ended.code).toBe(0);
    expect(indexOf(ended.out, /node 11: done/)).toBeLessThan(indexOf(ended.out, /node 12: taken/));
    expect(starts(11, 12, 13)).toEqual(more(started));
    await expectSettled(before);
  }, 120_000);

  it("has a broker that does not come back: stops there, tells why, and leaves the others alone", async () => {
    const before = await standing();
    const started = starts(11, 12, 13);
    const folder = onHost(12, "/var/lib/kafka/data/__cluster_metadata-0");
    const { uid, gid, mode } = statSync(folder);
    const sitting = await meanwhile(restart("11,12,13", after("stop", 12)), () => {
      chownSync(folder, 0, 0);
      chmodSync(folder, 0o700);
    });
    const stopped = await sitting.ended;
    note("a broker that does not come back", stopped);
    expect(stopped.code).toBe(1);
    expect(stopped.out).toMatch(/failed {2}start on node 12: kafka\.service: ended while starting: /);
    expect(stopped.out).toMatch(/ {2}│ .*AccessDenied/);
    expect(stopped.out).toMatch(/ {2}done: 11; not taken: 13/);
    expect(stopped.out).toMatch(/ {2}in hand: node 12, .*stop.* done/);
    expect(starts(11, 13)).toEqual({ 11: (started[11] ?? 0) + 1, 13: started[13] });
    chownSync(folder, uid, gid);
    chmodSync(folder, mode);
    const again = await restart("11,12,13").ended;
    note("a broker that does not come back, repaired", again);
    expect(again.out).toContain("node 12 is in hand");
    expect(again.out).toContain("✔ rolled  3 nodes");
    expect(again.code).toBe(0);
    expect(starts(11, 12, 13)).toEqual(more(started));
    await expectSettled(before);
  }, 120_000);

  it("has a data disk that fills up while its broker is down", async () => {
    const before = await standing();
    const started = starts(11, 12);
    const full = "/var/lib/kafka";
    const stopped = await (await meanwhile(restart("11,12", after("stop", 11)), () => fillDisk(host(11), full))).ended;
    note("data disk full", stopped);
    // It may live until it writes, and be started by systemd a few times more.
    expect(stopped.out).toMatch(
      /failed {2}start on node 11: kafka\.service: ended while starting: |refused {2}node 11: runs-what-it-should: service failed, needed active/,
    );
    expect(stopped.out).toMatch(/ {2}│ (.*No space left on device|its data disk is full: )/);
    expect(stopped.out).toMatch(/ {2}done: none; not taken: 12/);
    expect(starts(12)).toEqual({ 12: started[12] });
    freeDisk(host(11), full);
    const again = await restart("11,12").ended;
    note("data disk free again", again);
    expect(again.code).toBe(0);
    expect(starts(12)).toEqual({ 12: (started[12] ?? 0) + 1 });
    await expectSettled(before);
  }, 120_000);

  it("meets a host that takes connections and hangs: before the roll, and in the middle of it", async () => {
    const before = await standing();
    const started = starts(11, 13);
    freeze(host(13));
    const refused = await restart("11").ended;
    note("a host that hangs before the roll", refused);
    expect(refused.code).toBe(3);
    expect(refused.out).toMatch(/refused, and no node was taken: every-node-reachable: no answer from node 13: /);
    thaw(host(13));
    const sitting = await meanwhile(restart("11", after("install", 11)), () => freeze(host(11)));
    await sitting.saw(/no answer: /);
    thaw(host(11));
    const ended = await sitting.ended;
    note("a host that hangs in the middle", ended);
    expect(ended.out).toMatch(
      /node 11: configure: no answer: 10\.77\.1\.21: lost: no answer to keepalives; asking again/,
    );
    expect(ended.code).toBe(0);
    expect(starts(11, 13)).toEqual({ 11: (started[11] ?? 0) + 1, 13: started[13] });
    await expectSettled(before);
  }, 120_000);
}
