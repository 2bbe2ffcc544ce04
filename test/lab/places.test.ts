import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { placesInUse } from "../../lab/places/places-in-use";
import { rewritePlace } from "../../lab/places/rewrite-place";
import { parsePlaces } from "../../spec";
import { smallClusters } from "./a-host";

const made = {
  vpc: "vpc-0b",
  subnets: { "euw1-az1": "subnet-1b", "euw1-az2": "subnet-2b" },
  images: { "base-12": "ami-0b" },
};

describe("a place in the lab", () => {
  it("keeps region, ranges and bucket, and leads everywhere else to the emulator", () => {
    const [place] = placesInUse(smallClusters());
    if (place === undefined) throw new Error("no place");
    const text = stringify({ here: rewritePlace(place, made) });
    const { mistakes, places } = parsePlaces("/lab/places.yaml", text);
    expect(mistakes).toEqual([]);
    expect(places.get("here")).toEqual({
      name: "here",
      account: "123456789012",
      region: "eu-west-1",
      network: {
        vpc: "vpc-0b",
        zones: {
          "euw1-az1": { subnet: "subnet-1b", cidr: "10.79.1.0/24" },
          "euw1-az2": { subnet: "subnet-2b", cidr: "10.79.2.0/24" },
        },
        ranges: {},
      },
      bucket: "some-bucket",
      images: { "base-12": "ami-0b" },
      state: { local: "/var/lib/dataops-lab/terraform" },
      endpoint: "http://10.255.254.2:5000",
      ssh: { key: "/var/lib/dataops-lab/ssh/id_ed25519", knownHosts: "/var/lib/dataops-lab/ssh/known_hosts" },
    });
  });

  it("must be one that places.yaml has", () => {
    const folder = smallClusters();
    writeFileSync(join(folder, "two.yaml"), "place: there\n");
    expect(() => placesInUse(folder)).toThrow("two.yaml: place: unknown; expected one of here; got there");
  });

  it("needs a cluster file and places.yaml", () => {
    const folder = smallClusters();
    rmSync(join(folder, "places.yaml"));
    expect(() => placesInUse(folder)).toThrow("places.yaml: no such file");
    expect(() => placesInUse(join(folder, "nowhere"))).toThrow("no cluster file");
  });
});
