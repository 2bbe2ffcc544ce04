/** A subnet of the lab: the range, and where its gateway answers. */
export interface Subnet {
  readonly cidr: string;
  /** First address of the range after its own, as on EC2. */
  readonly gateway: string;
  readonly prefix: number;
}

const toNumber = (address: string): number => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

const toAddress = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");

/** Read a range such as `10.77.1.0/24`. */
export function parseSubnet(cidr: string): Subnet {
  const [address = "", bits = ""] = cidr.split("/");
  const prefix = Number(bits);
  const size = 2 ** (32 - prefix);
  const first = Math.floor(toNumber(address) / size) * size;
  return { cidr: `${toAddress(first)}/${prefix}`, gateway: toAddress(first + 1), prefix };
}

/** Whether two ranges share an address. */
export function overlap(a: string, b: string): boolean {
  const [one, other] = [a, b].map((cidr) => {
    const { gateway, prefix } = parseSubnet(cidr);
    return { first: toNumber(gateway) - 1, size: 2 ** (32 - prefix) };
  }) as [{ first: number; size: number }, { first: number; size: number }];
  return one.first < other.first + other.size && other.first < one.first + one.size;
}
