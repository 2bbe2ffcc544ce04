import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { directoryId, isClusterId, newClusterId } from "../../spec";

describe("directoryId", () => {
  it("never changes: the ids of live disks come from it", () => {
    expect(directoryId("MkU3OEVBNTcwNTJENDM2Qg", 1, 1)).toBe("LRaFySOvXIC2u6hIukfnoQ");
    expect(directoryId("MkU3OEVBNTcwNTJENDM2Qg", 2, 1)).toBe("e-JyQaOPWbCHAKFZQkadgw");
    expect(directoryId("MkU3OEVBNTcwNTJENDM2Qg", 1, 2)).toBe("2y6uzramWruoBMMS812rRQ");
  });

  it("is a UUIDv5 as Kafka writes them, and never looks like an option", () => {
    const node = fc.integer({ min: 1, max: 99_999 });
    fc.assert(
      fc.property(node, fc.integer({ min: 1, max: 99 }), (id, generation) => {
        const text = directoryId("MkU3OEVBNTcwNTJENDM2Qg", id, generation);
        const bytes = Buffer.from(text, "base64url");
        expect(text).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/);
        expect(bytes).toHaveLength(16);
        expect((bytes[6] ?? 0) >> 4).toBe(5);
        expect((bytes[8] ?? 0) >> 6).toBe(2);
      }),
      { numRuns: 2000 },
    );
  });

  it("differs by cluster, node and generation", () => {
    const ids = ["a", "b"].flatMap((cluster) =>
      [1, 11].flatMap((node) => [1, 2].map((g) => directoryId(cluster, node, g))),
    );
    expect(new Set(ids).size).toBe(8);
  });
});

describe("cluster ids", () => {
  it("are made as Kafka prints them", () => {
    for (let i = 0; i < 500; i++) expect(isClusterId(newClusterId())).toBe(true);
  });

  it.each([
    "",
    "kafka-write",
    "MkU3OEVBNTcwNTJENDM2Qh",
    "MkU3OEVBNTcwNTJENDM2Qg==",
    "-kU3OEVBNTcwNTJENDM2Qg",
    "MkU3OEVBNTcwNTJENDM2Q+",
  ])("are not %j", (text) => {
    expect(isClusterId(text)).toBe(false);
  });
});
