import type { Disk } from "./cluster";
import { parseRate, printRate } from "./rate";
import { parseSize, printSize } from "./size";

/** What a disk looks like: size, then throughput, then operations. */
export const diskPattern = /^(\d+[GT]iB)(?: at (\d+[MG]iB\/s)(?: with (\d+)iops)?)?$/;

/**
 * A disk such as `50GiB`, `2TiB at 150MiB/s` or `2TiB at 800MiB/s with 6000iops`.
 *
 * @throws Error when it is none of these forms.
 */
export const parseDisk = (text: string): Disk => {
  const [, size, throughput, iops] = diskPattern.exec(text) ?? [];
  if (size === undefined) throw new Error(`disk; expected a form such as 2TiB at 150MiB/s; got ${text}`);
  return {
    text,
    size: parseSize(size),
    ...(throughput === undefined ? {} : { throughput: parseRate(throughput) }),
    ...(iops === undefined ? {} : { iops: Number(iops) }),
  };
};

/** The text of a disk in the largest units that leave whole numbers. */
export const printDisk = (disk: Omit<Disk, "text">): string =>
  [
    printSize(disk.size),
    disk.throughput === undefined ? "" : ` at ${printRate(disk.throughput)}`,
    disk.iops === undefined ? "" : ` with ${disk.iops}iops`,
  ].join("");
