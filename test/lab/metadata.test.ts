import { describe, expect, it } from "vitest";
import { metadataTree, readTree } from "../../lab/metadata/metadata-tree";
import { issueToken, isValidToken } from "../../lab/metadata/session-token";
import type { WantedInstance } from "../../lab/wanted";

const instance: WantedInstance = {
  id: "i-0a",
  account: "123456789012",
  region: "eu-west-1",
  state: "running",
  image: "ami-0a",
  type: "m7g.large",
  launched: "2026-01-01T00:00:00",
  address: "10.77.1.11",
  mac: "02:00:00:00:00:01",
  interface: "eni-0a",
  subnet: "subnet-0a",
  cidr: "10.77.1.0/24",
  vpc: "vpc-0a",
  zone: "eu-west-1b",
  zoneId: "euw1-az1",
  tags: { Name: "kafka-write-11", "dataops-node": "11" },
  tagsInMetadata: true,
  profile: { arn: "arn:aws:iam::123456789012:instance-profile/node", id: "AIPA", roles: ["node"] },
  userData: null,
  reboots: 0,
};

const read = (path: string, of: WantedInstance = instance): string | undefined =>
  readTree(metadataTree(of, Date.UTC(2026, 0, 1)), path);

describe("metadata", () => {
  it("has every tag on a page of its own, and lists them", () => {
    expect(read("meta-data/tags/instance/dataops-node")).toBe("11");
    expect(read("meta-data/tags/instance/")).toBe("Name\ndataops-node");
  });

  it("has no tags where the instance does not want them there", () => {
    expect(read("meta-data/tags/instance/", { ...instance, tagsInMetadata: false })).toBeUndefined();
  });

  it("lists folders with a slash, as EC2 does", () => {
    expect(read("meta-data/placement")).toBe("availability-zone\navailability-zone-id\nregion");
    expect(read("meta-data")?.split("\n")).toContain("placement/");
  });

  it("has credentials for the role of the profile, and none without", () => {
    const credentials = JSON.parse(read("meta-data/iam/security-credentials/node") ?? "") as Record<string, string>;
    expect(credentials).toMatchObject({ Code: "Success", Type: "AWS-HMAC", Expiration: "2026-01-01T06:00:00Z" });
    expect(read("meta-data/iam/", { ...instance, profile: null })).toBeUndefined();
  });

  it("knows nothing of other paths", () => {
    expect(read("meta-data/nope")).toBeUndefined();
    expect(read("meta-data/tags/instance/dataops")).toBeUndefined();
  });
});

describe("session token", () => {
  const token = issueToken("secret", "i-0a", 60, 1000) ?? "";

  it("is good for its instance until it ends", () => {
    expect(isValidToken("secret", "i-0a", token, 60_999)).toBe(true);
    expect(isValidToken("secret", "i-0a", token, 61_000)).toBe(false);
    expect(isValidToken("secret", "i-0b", token, 1000)).toBe(false);
  });

  it("is not to be made up", () => {
    expect(isValidToken("secret", "i-0a", "", 1000)).toBe(false);
    expect(isValidToken("secret", "i-0a", `9999999999999.${token.split(".")[1]}`, 1000)).toBe(false);
  });

  it("lasts one second to six hours", () => {
    for (const ttl of [0, -1, 1.5, 21_601, Number.NaN]) expect(issueToken("secret", "i-0a", ttl, 0)).toBeUndefined();
    expect(issueToken("secret", "i-0a", 21_600, 0)).toBeDefined();
  });
});
