import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Unreachable } from "../../../../cli/facts/node-report";
import { Bucket } from "../../../../cli/run/aws/bucket";
import { thisHolder } from "../../../../cli/run/lease/holder";
import { Lease } from "../../../../cli/run/lease/lease";
import { withLease } from "../../../../cli/run/lease/with-lease";
import type { OpenCluster } from "../../../../cli/run/open-cluster";
import type { Answer } from "../../../../cli/run/ssh/transport";
import { motoServer, startMoto } from "../aws/start-moto";

const done: Answer = { code: 0, stdout: '{"verb":"hold","changed":true,"lease":2}\n', stderr: "" };
const busy: Answer = {
  ...done,
  code: 1,
  stdout: '{"verb":"hold","error":"another verb is at work on this host; …"}\n',
};

describe.skipIf(motoServer === undefined && !process.env["CI"])("a lease that is taken over", () => {
  let moto: Awaited<ReturnType<typeof startMoto>>;
  let bucket: Bucket;
  beforeAll(async () => {
    moto = await startMoto();
    bucket = new Bucket(moto.place);
  }, 90_000);
  afterAll(() => moto.stop());

  /** A cluster whose hosts answer so when they are told of a lease. */
  const open = (name: string, answers: Record<number, Answer | Unreachable>) =>
    ({ cluster: { name }, fleet: { each: () => Promise.resolve(answers) } }) as unknown as OpenCluster;
  const purpose = { command: "roll", longest: 3 * 3_600_000 };
  /** Held by a process of this machine that is no more. */
  const died = async (name: string): Promise<void> => {
    const here = thisHolder();
    await Lease.acquire(bucket, name, "roll", {
      holder: { ...here, life: here.life?.replace(/\/.*/, "/1") ?? "" },
      every: 0,
    });
  };

  it("lets nobody in while a verb is at work on a host, and the next one waits as well", async () => {
    await died("busy");
    const work = vi.fn(() => Promise.resolve());
    const hosts = { 11: done, 12: busy, 13: { unreachable: "10.77.3.21: no route" } };
    await expect(withLease(open("busy", hosts), bucket, purpose, work)).rejects.toMatchObject({
      code: 3,
      message: expect.stringMatching(
        /^busy: node 12: a verb of the operator before is still at work; expected it to end within 3h; look /,
      ) as string,
    });
    expect(work).not.toHaveBeenCalled();
    const later = { now: () => Date.now() + 120_000, every: 0 };
    expect((await Lease.acquire(bucket, "busy", "roll", later)).because).toBe("expired");
  });

  it("is had where every host that answers says that nothing is at work", async () => {
    await died("free");
    const hosts = { 11: done, 12: { unreachable: "10.77.2.21: no route" } };
    expect(await withLease(open("free", hosts), bucket, purpose, (lease) => Promise.resolve(lease.because))).toBe(
      "its holder is dead",
    );
    expect((await Lease.acquire(bucket, "free", "roll", { every: 0 })).because).toBe("released");
  });
});
