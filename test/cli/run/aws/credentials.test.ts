import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Bucket } from "../../../../cli/run/aws/bucket";
import { credentialsFailure } from "../../../../cli/run/aws/credentials";
import { readLabels } from "../../../../cli/run/aws/labels";
import { Failure } from "../../../../cli/run/failure";
import type { Cluster } from "../../../../spec/cluster";
import { clusterBehind } from "../ssh/sshd";

const none = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
  AWS_CONFIG_FILE: "/nonexistent",
  AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
  AWS_EC2_METADATA_DISABLED: "true",
};

const set = (values: Record<string, string | undefined>): void => {
  for (const [name, value] of Object.entries(values))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
};

describe("without AWS credentials", () => {
  const before = Object.fromEntries(Object.keys(none).map((name) => [name, process.env[name]]));
  const cluster = (): Cluster => {
    const { place, ...rest } = clusterBehind({ port: 22, key: "", knownHosts: "" });
    const { endpoint: _, ...aws } = place;
    return { ...rest, place: aws };
  };
  const expected = /no AWS credentials; expected AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/;

  beforeEach(() => set(none));
  afterEach(() => set(before));

  it("EC2 says what is expected", async () => {
    const failed = await readLabels(cluster()).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Failure);
    expect((failed as Failure).message).toMatch(/^EC2 in \S+: /);
    expect((failed as Failure).message).toMatch(expected);
  });

  it("S3 does too", async () => {
    const bucket = new Bucket(cluster().place);
    for (const asked of [bucket.get("a"), bucket.put("a", "b"), bucket.list("a")]) {
      const failed = await asked.catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(Failure);
      expect((failed as Failure).message).toMatch(expected);
    }
  });
});

it("tells credentials that are refused from other errors", () => {
  const expired = Object.assign(new Error("the token is too old"), { name: "ExpiredToken" });
  expect(credentialsFailure(expired, "EC2")?.message).toBe(
    "EC2: AWS credentials refused; expected ones that are valid (log in again, or look at AWS_PROFILE and AWS_ACCESS_KEY_ID); got ExpiredToken: the token is too old",
  );
  expect(credentialsFailure(new Error("throttled"), "EC2")).toBeUndefined();
});
