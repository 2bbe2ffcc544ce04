import { parseAddress, parseCidr, printAddress } from "../cidr";
import type { Finding } from "../source";
import type { Check } from "./check";

export const addressesAreUsedOnce: Check = {
  name: "every address is used once",
  find: ({ nodes }) => {
    const first = new Map<string, number>();
    return nodes.flatMap(({ id, address }): Finding[] => {
      const other = first.get(address);
      if (other === undefined) first.set(address, id);
      return other === undefined
        ? []
        : [
            {
              path: ["nodes", `${id}`, "address"],
              what: `address of node ${other}`,
              expected: "one of its own",
              got: address,
            },
          ];
    });
  },
};

/** AWS keeps the first four addresses of a subnet and its last. */
const reservedAtStart = 4;

export const addressesLieInTheirZone: Check = {
  name: "every address lies in the subnet of its zone, outside what AWS keeps",
  find: ({ nodes, place }) =>
    nodes.flatMap(({ id, address, zone }): Finding[] => {
      const path = ["nodes", `${id}`, "address"];
      const number = parseAddress(address);
      if (number === undefined) {
        return [{ path, what: "not valid", expected: "an IPv4 address such as 10.77.1.11", got: address }];
      }
      const cidr = place?.network.zones[zone]?.cidr;
      const subnet = cidr === undefined ? undefined : parseCidr(cidr);
      if (subnet === undefined) return [];
      const from = subnet.first + reservedAtStart;
      if (number >= from && number < subnet.last) return [];
      const inside = number >= subnet.first && number <= subnet.last;
      return [
        {
          path,
          what: inside ? "address that AWS keeps for itself" : `outside the subnet of ${zone}, ${cidr}`,
          expected: `${printAddress(from)} to ${printAddress(subnet.last - 1)}`,
          got: address,
        },
      ];
    }),
};
