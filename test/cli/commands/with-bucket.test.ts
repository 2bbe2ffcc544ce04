import { describe, expect, it } from "vitest";
import { withBucket } from "../../../cli/commands/with-bucket";
import { worldOf } from "../world";

const { cluster } = worldOf();
const away = {
  ...cluster,
  place: { ...cluster.place, bucket: "b", region: "eu-west-1", endpoint: "http://127.0.0.1:1" },
};

describe("a command's bucket", () => {
  it("that is away is a failure that says where and why", async () => {
    await expect(withBucket(away, (bucket) => bucket.get("a/key"))).rejects.toMatchObject({
      name: "Failure",
      code: 1,
      message: expect.stringMatching(
        /^kafka-write: the bucket cannot be used: s3:\/\/b\/a\/key: .*ECONNREFUSED/,
      ) as string,
    });
  });

  it("passes on what it is not about", async () => {
    const other = new Error("something else");
    await expect(withBucket(away, () => Promise.reject(other))).rejects.toBe(other);
  });
});
