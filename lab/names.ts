/** Network namespace of the lab itself: bridge, gateways, emulator, metadata. */
export const labNamespace = "dataops-lab";

/** Bridge in the lab's namespace that every host hangs on. */
export const bridge = "hosts";

/** Link between the machine and the lab: one address on each side. */
export const uplink = {
  outside: { link: "dataops-lab", address: "10.255.254.1" },
  inside: { link: "uplink", address: "10.255.254.2" },
  prefix: 30,
} as const;

/** Where the metadata service answers, as on EC2. */
export const metadataAddress = "169.254.169.254";

/** Where the emulator answers, from the machine and from every host. */
export const emulator = { address: uplink.inside.address, port: 5000 } as const;

export const endpoint = `http://${emulator.address}:${emulator.port}`;

/** moto's default account. */
export const account = "123456789012";

/** Network namespace of one host. */
export const hostNamespace = (instance: string): string => `${labNamespace}-${instance}`;

/** Host's end of the cable in the lab's namespace; link names hold 15 characters. */
export const hostLink = (instance: string): string => `h${instance.replace(/^i-/, "").slice(-14)}`;

/** Control group that every process of the lab lives under, in every hierarchy. */
export const labGroup = "dataops-lab";

/** Group of the lab's own processes: daemon, emulator, the loops that hold the hosts. */
export const serviceGroup = `${labGroup}/services`;

/** Group of all processes of one host. */
export const hostGroup = (instance: string): string => `${labGroup}/${instance}`;
