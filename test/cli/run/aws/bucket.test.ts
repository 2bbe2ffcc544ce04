import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Bucket } from "../../../../cli/run/aws/bucket";
import { motoServer, startMoto } from "./start-moto";

describe.skipIf(motoServer === undefined && !process.env["CI"])("Bucket, on a real emulator", () => {
  let moto: Awaited<ReturnType<typeof startMoto>>;
  let bucket: Bucket;
  beforeAll(async () => {
    moto = await startMoto();
    bucket = new Bucket(moto.place);
  }, 40_000);
  afterAll(async () => {
    bucket.close();
    await moto.stop();
  });

  it("gives back what was put, byte for byte", async () => {
    const body = Buffer.from([0, 255, 10, 13, 195]);
    const etag = await bucket.put("a/b", body);
    expect(await bucket.get("a/b")).toEqual({ body, etag });
  });

  it("answers undefined where nothing is", async () => {
    expect(await bucket.get("none")).toBeUndefined();
  });

  it("puts only where nothing is", async () => {
    expect(await bucket.putIfNoneMatch("lease", "one")).toHaveProperty("etag");
    expect(await bucket.putIfNoneMatch("lease", "two")).toEqual({ conflict: true });
    expect((await bucket.get("lease"))?.body.toString()).toBe("one");
  });

  it("puts only over what it has seen", async () => {
    const etag = await bucket.put("journal", "one");
    expect(await bucket.putIfMatch("journal", "two", etag)).toHaveProperty("etag");
    expect(await bucket.putIfMatch("journal", "three", etag)).toEqual({ conflict: true });
    expect((await bucket.get("journal"))?.body.toString()).toBe("two");
  });

  it("has a conflict where what it has seen is gone", async () => {
    expect(await bucket.putIfMatch("gone", "text", '"0123456789abcdef0123456789abcdef"')).toEqual({ conflict: true });
  });

  it("lists what begins with a prefix, sorted", async () => {
    await Promise.all(Array.from({ length: 12 }, (_, index) => bucket.put(`rolls/${index}`, "")));
    expect(await bucket.list("rolls/1")).toEqual(["rolls/1", "rolls/10", "rolls/11"]);
    expect(await bucket.list("nothing/")).toEqual([]);
  });

  it("says which bucket there is not", async () => {
    const none = new Bucket({ ...moto.place, bucket: "no-such-bucket" });
    await expect(none.get("a")).rejects.toThrow("s3://no-such-bucket/a: there is no such bucket");
    await expect(none.putIfMatch("a", "", "x")).rejects.toThrow("there is no such bucket");
    none.close();
  });

  it("says which key an endpoint that does not answer was asked for", async () => {
    const deaf = new Bucket({ ...moto.place, endpoint: "http://127.0.0.1:1" });
    await expect(deaf.get("a/key")).rejects.toThrow("s3://dataops-test/a/key: ");
    deaf.close();
  });
});
