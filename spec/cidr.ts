/** A range of IPv4 addresses; both ends are part of it. */
export interface Cidr {
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
}

/** The number of a dotted IPv4 address; undefined when it is none. */
export const parseAddress = (text: string): number | undefined => {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1);
  // A leading zero is octal to some readers and decimal to others.
  if (parts === undefined || parts.some((part) => Number(part) > 255 || String(Number(part)) !== part))
    return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
};

/** The dotted form of an IPv4 address. */
export const printAddress = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");

/** A range such as `10.77.1.0/24`; undefined when it is none or when bits beyond the prefix are set. */
export const parseCidr = (text: string): Cidr | undefined => {
  const [, base, length] = /^([\d.]+)\/(\d{1,2})$/.exec(text) ?? [];
  const first = base === undefined ? undefined : parseAddress(base);
  const prefix = Number(length);
  if (first === undefined || prefix > 32 || String(prefix) !== length) return undefined;
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { first, last: first + size - 1, prefix } : undefined;
};
