/** A zone of a place: where a node can live. */
export interface PlaceZone {
  readonly subnet: string;
  readonly cidr: string;
}

/** Account, region, network, images, bastion and state: one entry of `clusters/places.yaml`. */
export interface Place {
  readonly name: string;
  /** Twelve digits. Terraform refuses any other account. */
  readonly account: string;
  readonly region: string;
  readonly network: {
    readonly vpc: string;
    /** By zone id. */
    readonly zones: Readonly<Record<string, PlaceZone>>;
    /** Named address ranges (CIDR) that stacks may let in, e.g. `ingest`. */
    readonly ranges: Readonly<Record<string, string>>;
  };
  /** Bucket of artefacts, configs, leases and journals. */
  readonly bucket: string;
  /** AMI ids by the names that cluster files use. */
  readonly images: Readonly<Record<string, string>>;
  readonly bastion?: {
    readonly host: string;
    readonly user: string;
    readonly port: number;
    /** Where its connections come from, as a CIDR. */
    readonly cidr: string;
  };
  /** Where Terraform's state lies. */
  readonly state: { readonly bucket: string } | { readonly local: string };
  /** One endpoint for every AWS service instead of AWS's own, e.g. of an emulator. */
  readonly endpoint?: string;
  readonly ssh: {
    /** Private key; default: the agent and `~/.ssh/config`. */
    readonly key?: string;
    /** Name of the EC2 key pair that new instances get. Default: the image's own keys. */
    readonly keyPair?: string;
    /** known_hosts file; default: `~/.ssh/known_hosts`. */
    readonly knownHosts?: string;
  };
}
