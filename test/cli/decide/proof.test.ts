import { describe, expect, it } from "vitest";
import { falsehood } from "../../../cli/decide/proof";
import { clusterOf } from "../world";

describe("a control falsifies a record", () => {
  const cluster = clusterOf();
  const at = (version: string, metadataVersion: string): typeof cluster => {
    const { nodes, cluster: own } = cluster.recorded;
    const recorded = Object.fromEntries(Object.entries(nodes).map(([id, record]) => [id, { ...record, version }]));
    return { ...cluster, recorded: { cluster: { ...own, metadataVersion }, nodes: recorded } };
  };

  it("with a version that it is not recorded at", () => {
    expect(falsehood(at("3.9.1", "3.9-IV0"), ["3.9.1", "4.1.1"])).toEqual({
      node: 1,
      to: "4.1.1",
      edits: [{ path: ["recorded", "1", "version"], from: "3.9.1", to: "4.1.1" }],
    });
  });

  it("and with what is final, where that would forbid the version", () => {
    expect(falsehood(at("4.1.1", "4.1-IV1"), ["3.9.1", "4.1.1"])).toEqual({
      node: 1,
      to: "3.9.1",
      edits: [
        { path: ["recorded", "1", "version"], from: "4.1.1", to: "3.9.1" },
        { path: ["recorded", "cluster", "metadata.version"], from: "4.1-IV1", to: "3.9-IV0" },
      ],
    });
  });

  it("and says so where there is none", () => {
    expect(() => falsehood(at("3.9.1", "3.9-IV0"), ["3.9.1"])).toThrow(/only one version is known: 3\.9\.1/);
  });
});
