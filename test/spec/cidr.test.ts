import { describe, expect, it } from "vitest";
import { parseAddress, parseCidr, printAddress } from "../../spec/cidr";

describe("addresses and ranges", () => {
  it.each(["0.0.0.0", "10.77.1.11", "255.255.255.255"])("%s is an address", (text) => {
    expect(printAddress(parseAddress(text) ?? -1)).toBe(text);
  });

  it.each(["", "10.77.1", "10.77.1.256", "10.77.1.011", "10.77.1.1/24", "a.b.c.d", "10.77.1.1 "])(
    "%j is none",
    (text) => {
      expect(parseAddress(text)).toBeUndefined();
    },
  );

  it("knows the ends of a range", () => {
    const { first, last } = parseCidr("10.77.2.16/28") ?? { first: 0, last: 0 };
    expect([printAddress(first), printAddress(last)]).toEqual(["10.77.2.16", "10.77.2.31"]);
    expect(parseCidr("0.0.0.0/0")?.last).toBe(2 ** 32 - 1);
  });

  it.each(["10.77.2.1/24", "10.77.2.0", "10.77.2.0/33", "10.77.2.0/024", "10.77.2.0/"])("%j is no range", (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});
