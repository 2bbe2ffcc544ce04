const gib = 2 ** 30;
const mib = 2 ** 20;

/** GiB of memory of the size `large`, by family. Source: the families' pages at aws.amazon.com/ec2/instance-types. */
const memoryOfLarge: Readonly<Record<string, number>> = {
  c5: 4,
  c5a: 4,
  c6a: 4,
  c6g: 4,
  c6i: 4,
  c7a: 4,
  c7g: 4,
  c7i: 4,
  c8g: 4,
  m5: 8,
  m5a: 8,
  m6a: 8,
  m6g: 8,
  m6i: 8,
  m7a: 8,
  m7g: 8,
  m7i: 8,
  m8g: 8,
  r5: 16,
  r5a: 16,
  r6a: 16,
  r6g: 16,
  r6i: 16,
  r7a: 16,
  r7g: 16,
  r7i: 16,
  r8g: 16,
  t3: 8,
  t3a: 8,
  t4g: 8,
};

/** How many of a `large` a size is. */
const larges = (size: string): number | undefined => {
  const burstable: Readonly<Record<string, number>> = { small: 1 / 4, medium: 1 / 2, large: 1, xlarge: 2 };
  const [, count] = /^(\d+)xlarge$/.exec(size) ?? [];
  return count === undefined ? burstable[size] : 2 * Number(count);
};

/** Memory of an instance type in bytes; undefined where dataops does not know it. */
export const instanceMemory = (type: string): number | undefined => {
  const [family = "", size = ""] = type.split(".");
  const large = memoryOfLarge[family];
  const count = larges(size);
  return large === undefined || count === undefined ? undefined : large * count * gib;
};

/** Source: "Amazon EBS-optimized instance types" in the EC2 guide, baseline bandwidth. */
const bandwidths: Readonly<Record<string, number>> = {
  "m7g.large": 78.75 * mib,
  "m7g.xlarge": 156.25 * mib,
  "m7g.2xlarge": 312.5 * mib,
  "m7g.4xlarge": 625 * mib,
};

/** Bytes per second that an instance type can always move to its disks; undefined where dataops does not know it. */
export const diskBandwidth = (type: string): number | undefined => bandwidths[type];
