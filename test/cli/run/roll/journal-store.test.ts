import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Bucket } from "../../../../cli/run/aws/bucket";
import { Failure } from "../../../../cli/run/failure";
import { JournalStore } from "../../../../cli/run/roll/journal-store";
import { motoServer, startMoto } from "../aws/start-moto";

interface Page {
  readonly id: string;
  readonly done: number;
}

const parse = (value: unknown): Page => {
  const page = value as Page;
  if (typeof page.id !== "string") throw new Error("no id");
  return page;
};

describe.skipIf(motoServer === undefined && !process.env["CI"])("journal, in a real bucket", () => {
  let moto: Awaited<ReturnType<typeof startMoto>>;
  let bucket: Bucket;
  const store = (cluster: string) => new JournalStore<Page>(bucket, cluster, parse);
  beforeAll(async () => {
    moto = await startMoto();
    bucket = new Bucket(moto.place);
  }, 90_000);
  afterAll(() => moto.stop());

  it("is there for the next who looks", async () => {
    const one = store("one");
    expect(await one.load()).toBeUndefined();
    await one.save({ id: "r1", done: 0 });
    await one.save({ id: "r1", done: 1 });
    const two = store("one");
    expect(await two.load()).toEqual({ id: "r1", done: 1 });
    await two.save({ id: "r1", done: 2 });
  });

  it("is never written over what somebody else wrote", async () => {
    const [one, two] = [store("both"), store("both")];
    await one.load();
    await two.load();
    await one.save({ id: "r1", done: 0 });
    await expect(two.save({ id: "r2", done: 0 })).rejects.toThrow("somebody else has changed the journal");
    await two.load();
    await two.save({ id: "r1", done: 1 });
    const refused = await one.save({ id: "r1", done: 7 }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Failure);
    expect((refused as Failure).code).toBe(3);
    expect(await store("both").load()).toEqual({ id: "r1", done: 1 });
  });

  it("takes a save whose answer was lost for its own", async () => {
    const one = store("lost");
    await one.load();
    await bucket.put("clusters/lost/journal", `${JSON.stringify({ id: "r1", done: 3 })}\n`);
    await one.save({ id: "r1", done: 3 });
    await one.save({ id: "r1", done: 4 });
    expect(await store("lost").load()).toEqual({ id: "r1", done: 4 });
  });

  it("moves a finished roll away and makes room for the next", async () => {
    const one = store("ends");
    await one.load();
    await one.save({ id: "2025-1", done: 1 });
    await one.finish({ id: "2025-1", done: 2 });
    expect(await store("ends").load()).toBeUndefined();
    const two = store("ends");
    await two.load();
    await two.save({ id: "2025-2", done: 0 });
    await two.finish({ id: "2025-2", done: 0 });
    expect(await two.ids()).toEqual(["2025-1", "2025-2"]);
    expect(await two.read("2025-1")).toEqual({ id: "2025-1", done: 2 });
    expect(await two.read("2025-9")).toBeUndefined();
  });

  it("says what lies there when it is no journal", async () => {
    await bucket.put("clusters/odd/journal", "{}");
    await expect(store("odd").load()).rejects.toThrow("clusters/odd/journal: not a journal; no id");
  });
});
