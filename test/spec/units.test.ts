import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  parseDisk,
  parseDuration,
  parseRate,
  parseSize,
  printDisk,
  printDuration,
  printRate,
  printSize,
} from "../../spec";

describe("units", () => {
  it.each([
    ["50GiB", 50 * 2 ** 30],
    ["2TiB", 2 ** 41],
    ["1MiB", 2 ** 20],
    ["3KiB", 3072],
    ["0B", 0],
    ["1025B", 1025],
  ])("size %s", (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
    expect(printSize(bytes)).toBe(text);
  });

  it.each(["", "5", "GiB", "5GB", "5gib", "5 GiB", "1.5GiB", "-1GiB", "5GiB ", "9999999999TiB", "0x1GiB"])(
    "no size: %j",
    (text) => {
      expect(() => parseSize(text)).toThrow("size; expected");
    },
  );

  it.each([
    ["20MiB/s", 20 * 2 ** 20],
    ["1GiB/s", 2 ** 30],
  ])("rate %s", (text, rate) => {
    expect(parseRate(text)).toBe(rate);
    expect(printRate(rate)).toBe(text);
  });

  it.each(["20MiB", "20MiB/h", "20 MiB/s", "20Mbit/s"])("no rate: %j", (text) => {
    expect(() => parseRate(text)).toThrow("rate; expected");
  });

  it.each([
    ["12h", 43_200_000],
    ["7d", 604_800_000],
    ["90s", 90_000],
    ["6m", 360_000],
    ["250ms", 250],
    ["0ms", 0],
  ])("duration %s", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
    expect(printDuration(ms)).toBe(text);
  });

  it.each(["12", "h", "1.5h", "-1h", "1h30m", "12 h", "1w"])("no duration: %j", (text) => {
    expect(() => parseDuration(text)).toThrow("duration; expected");
  });

  it.each([
    ["50GiB", { size: 50 * 2 ** 30 }],
    ["2TiB at 150MiB/s", { size: 2 ** 41, throughput: 150 * 2 ** 20 }],
    ["2TiB at 800MiB/s with 6000iops", { size: 2 ** 41, throughput: 800 * 2 ** 20, iops: 6000 }],
  ])("disk %s", (text, disk) => {
    expect(parseDisk(text)).toEqual({ text, ...disk });
    expect(printDisk(disk)).toBe(text);
  });

  it.each([
    "50MiB",
    "50GiB at",
    "50GiB with 6000iops",
    "50GiB at 150MiB",
    "50GiB  at 150MiB/s",
    "50GiB at 1MiB/s with iops",
  ])("no disk: %j", (text) => {
    expect(() => parseDisk(text)).toThrow("disk; expected");
  });

  it("prints what parses to the same", () => {
    fc.assert(fc.property(fc.nat(), (n) => parseSize(printSize(n)) === n && parseDuration(printDuration(n)) === n));
  });
});
