import { describe, expect, it } from "vitest";
import { nearest } from "../../spec";

describe("nearest", () => {
  it.each([
    ["verson", ["version", "image"], "version"],
    ["VERSION", ["version", "image"], "version"],
    ["brokres", ["brokers", "controllers"], "brokers"],
    ["colour", ["version", "image"], undefined],
    ["az4", ["az1", "az2"], undefined],
    ["", ["in"], undefined],
    ["x", [], undefined],
  ])("%s of %j is %s", (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });

  it("takes a bound of its own", () => {
    expect(nearest("log.segment.byte", ["log.segment.bytes"], 2)).toBe("log.segment.bytes");
    expect(nearest("log.roll", ["log.roll.ms"], 2)).toBeUndefined();
  });
});
