import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leaseTime } from "../../../../cli/decide/lease";
import { Bucket } from "../../../../cli/run/aws/bucket";
import { isDead, thisHolder } from "../../../../cli/run/lease/holder";
import { Lease, LeaseHeld } from "../../../../cli/run/lease/lease";
import { motoServer, startMoto } from "../aws/start-moto";

const other = { who: "other@elsewhere", pid: 4711, boot: "0b0b", life: "pid:[1]/77" };

describe.skipIf(motoServer === undefined && !process.env["CI"])("lease, in a real bucket", () => {
  let moto: Awaited<ReturnType<typeof startMoto>>;
  let bucket: Bucket;
  beforeAll(async () => {
    moto = await startMoto();
    bucket = new Bucket(moto.place);
  }, 90_000);
  afterAll(() => moto.stop());

  it("is had by one at a time, with a token that goes up", async () => {
    const first = await Lease.acquire(bucket, "one", "roll one", { every: 0 });
    expect([first.token, first.because, first.lost]).toEqual([1, "first", undefined]);
    const refused = await Lease.acquire(bucket, "one", "roll one", { holder: other }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(LeaseHeld);
    expect((refused as LeaseHeld).code).toBe(3);
    expect((refused as LeaseHeld).message).toMatch(
      new RegExp(
        `^one: lease held by ${thisHolder().who} \\(roll one, pid ${process.pid}\\) since 20.*Z; .*ends by itself at 20.*Z$`,
      ),
    );
    await first.release();
    expect(first.lost).toBe("the lease was released");
    const second = await Lease.acquire(bucket, "one", "finalize one", { holder: other, every: 0 });
    expect([second.token, second.because]).toEqual([2, "released"]);
    await first.release();
    await second.renew();
    expect(second.lost).toBeUndefined();
  });

  it("lets only one of many in who ask at the same moment", async () => {
    const asked = Array.from({ length: 6 }, (_, n) =>
      Lease.acquire(bucket, "race", `roll ${n}`, { holder: { ...other, pid: n + 1 }, every: 0 }),
    );
    const ends = await Promise.allSettled(asked);
    expect(ends.filter((end) => end.status === "fulfilled")).toHaveLength(1);
    for (const end of ends) if (end.status === "rejected") expect(end.reason).toBeInstanceOf(LeaseHeld);
  });

  it("is renewed in the background, and lapses without", async () => {
    let now = Date.now();
    const kept = await Lease.acquire(bucket, "kept", "roll kept", { every: 50, now: () => now });
    now += leaseTime - 1;
    await new Promise((next) => setTimeout(next, 400));
    now += leaseTime - 1;
    expect(kept.lost).toBeUndefined();
    await kept.release();

    now = Date.now();
    const left = await Lease.acquire(bucket, "left", "roll left", { every: 0, now: () => now });
    now += leaseTime;
    expect(left.lost).toBe("the lease was not renewed for 60 s");
    // Nobody took it meanwhile, so it may be had back.
    await left.renew();
    expect(left.lost).toBeUndefined();
  });

  it("is taken over once it has expired, and the one who had it sees that", async () => {
    const before = Date.now() - 2 * leaseTime;
    const slept = await Lease.acquire(bucket, "slept", "roll slept", { holder: other, every: 0, now: () => before });
    const next = await Lease.acquire(bucket, "slept", "roll slept", { every: 0 });
    expect([next.token, next.because]).toEqual([2, "expired"]);
    await slept.renew();
    expect(slept.lost).toContain(`the lease was taken by ${thisHolder().who} (roll slept, pid ${process.pid})`);
    await slept.release();
    await next.renew();
    expect(next.lost).toBeUndefined();
  });

  it("that is left is neither renewed nor given back", async () => {
    let now = Date.now();
    const left = await Lease.acquire(bucket, "leave", "roll leave", { holder: other, every: 20, now: () => now });
    left.leave();
    now += leaseTime;
    await new Promise((next) => setTimeout(next, 200));
    expect(left.lost).toBe("the lease was not renewed for 60 s");
    await expect(Lease.acquire(bucket, "leave", "roll leave")).rejects.toBeInstanceOf(LeaseHeld);
    const later = Date.now() + 2 * leaseTime;
    const next = await Lease.acquire(bucket, "leave", "roll leave", { every: 0, now: () => later });
    expect(next.because).toBe("expired");
  });

  it.runIf(process.platform === "linux")("of a process that was killed here is taken over at once", async () => {
    const child = spawn("sleep", ["60"]);
    const life = await lifeOf(child.pid ?? 0);
    const holder = { ...thisHolder(), pid: child.pid ?? 0, life };
    expect(isDead(holder)).toBe(false);
    const killed = await Lease.acquire(bucket, "killed", "roll killed", { holder, every: 0 });
    await expect(Lease.acquire(bucket, "killed", "roll killed")).rejects.toBeInstanceOf(LeaseHeld);
    child.kill("SIGKILL");
    await once(child, "exit");
    const resumed = await Lease.acquire(bucket, "killed", "roll killed", { every: 0 });
    expect([resumed.token, resumed.because]).toEqual([killed.token + 1, "its holder is dead"]);
  });

  it("says what lies there when it is no lease", async () => {
    await bucket.put("clusters/odd/lease", "{}");
    await expect(Lease.acquire(bucket, "odd", "roll odd")).rejects.toThrow(
      /clusters\/odd\/lease: not a lease; expected format 1/,
    );
  });
});

describe("a holder", () => {
  it("is never called dead where that cannot be seen", () => {
    const here = thisHolder();
    const gone = { ...here, life: here.life?.replace(/\/.*/, "/1") };
    expect(isDead(gone, here)).toBe(here.life !== undefined);
    expect(isDead({ ...gone, boot: "another boot" }, here)).toBe(false);
    expect(isDead({ ...gone, who: "other@elsewhere" }, here)).toBe(false);
    expect(isDead({ ...gone, life: "pid:[1]/1" }, here)).toBe(false);
    expect(isDead({ who: gone.who, pid: gone.pid }, here)).toBe(false);
    expect(isDead(here, here)).toBe(false);
  });
});

/** As that process would say it of itself. */
async function lifeOf(pid: number): Promise<string> {
  const { readFile } = await import("node:fs/promises");
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  return `${thisHolder().life?.split("/")[0]}/${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
}
