import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Bucket } from "../../../../cli/run/aws/bucket";
import { Lease } from "../../../../cli/run/lease/lease";
import { linkedClusters } from "../../../../cli/run/lease/linked-clusters";
import { packageRoot, readCluster } from "../../../../spec";
import { motoServer, startMoto } from "../aws/start-moto";

describe.skipIf(motoServer === undefined && !process.env["CI"])("clusters that are linked", () => {
  const before = process.env["DATAOPS_CLUSTERS"];
  const folder = mkdtempSync(join(tmpdir(), "dataops-linked-"));
  let moto: Awaited<ReturnType<typeof startMoto>>;

  /** The shipped cluster and one linked with it, in the emulator's place. */
  beforeAll(async () => {
    moto = await startMoto();
    cpSync(join(packageRoot(), "clusters"), folder, { recursive: true });
    const places = join(folder, "places.yaml");
    const { bucket, endpoint = "" } = moto.place;
    const text = readFileSync(places, "utf8").replace(/^( +bucket:) \S+/m, `$1 ${bucket}\n  endpoint: ${endpoint}`);
    writeFileSync(places, text);
    const write = join(folder, "kafka-write.yaml");
    writeFileSync(write, readFileSync(write, "utf8").replace(/^kind: kafka$/m, "kind: kafka\nlinked: [kafka-read]"));
    const read = readFileSync(join(packageRoot(), "clusters", "kafka-write.yaml"), "utf8");
    writeFileSync(join(folder, "kafka-read.yaml"), read.replace(/^name: kafka-write$/m, "name: kafka-read"));
    cpSync(join(folder, "configs", "kafka-write"), join(folder, "configs", "kafka-read"), { recursive: true });
    process.env["DATAOPS_CLUSTERS"] = folder;
  }, 90_000);

  afterAll(async () => {
    if (before === undefined) delete process.env["DATAOPS_CLUSTERS"];
    else process.env["DATAOPS_CLUSTERS"] = before;
    rmSync(folder, { recursive: true, force: true });
    await moto.stop();
  });

  it("are told of by who holds their lease, as long as somebody does", async () => {
    const cluster = readCluster("kafka-write");
    expect(await linkedClusters(cluster)).toEqual({ "kafka-read": null });
    const bucket = new Bucket(moto.place);
    const lease = await Lease.acquire(bucket, "kafka-read", "roll kafka-read", { every: 0 });
    expect(await linkedClusters(cluster)).toEqual({
      "kafka-read": expect.stringMatching(/^roll kafka-read of \S+@\S+ since \d{4}-\d\d-\d\dT/) as string,
    });
    await lease.release();
    expect(await linkedClusters(cluster)).toEqual({ "kafka-read": null });
    // A holder whose clock is a little behind is alive, one that is silent for longer is not.
    for (const [ago, held] of [
      [70_000, true],
      [80_000, false],
    ] as const) {
      const now = (): number => Date.now() - ago;
      const late = await Lease.acquire(bucket, "kafka-read", "roll kafka-read", { every: 0, now });
      expect((await linkedClusters(cluster))["kafka-read"] !== null).toBe(held);
      await late.release();
    }
    bucket.close();
  });

  it("count as held where the lease cannot be read", async () => {
    const gone = { ...readCluster("kafka-write"), linked: ["kafka-nowhere"] };
    expect(await linkedClusters(gone)).toEqual({
      "kafka-nowhere": expect.stringMatching(/^its lease cannot be read: /) as string,
    });
  });
});
