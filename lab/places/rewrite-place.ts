import type { Place, PlaceZone } from "../../spec";
import { account, endpoint } from "../names";
import { inState } from "../paths";
import { sshFiles } from "../ssh";

/** Ids that the emulator gave to a place's network and images. */
export interface MadePlace {
  readonly vpc: string;
  /** Subnet ids by zone id. */
  readonly subnets: Readonly<Record<string, string>>;
  /** Image ids by the names that cluster files use. */
  readonly images: Readonly<Record<string, string>>;
}

/**
 * A place as places.yaml of the lab has it: region, ranges and bucket as they were, everything else leads to the
 * emulator, and hosts are reached directly.
 */
export function rewritePlace(place: Place, made: MadePlace): Record<string, unknown> {
  const zones: Record<string, PlaceZone> = {};
  for (const [zone, { cidr }] of Object.entries(place.network.zones))
    zones[zone] = { subnet: made.subnets[zone] ?? "", cidr };
  return {
    account,
    region: place.region,
    network: { vpc: made.vpc, zones, ranges: place.network.ranges },
    bucket: place.bucket,
    images: made.images,
    state: { local: inState("terraform") },
    endpoint,
    ssh: {
      key: sshFiles.key,
      knownHosts: sshFiles.knownHosts,
      ...(place.ssh.keyPair !== undefined && { keyPair: place.ssh.keyPair }),
    },
  };
}
