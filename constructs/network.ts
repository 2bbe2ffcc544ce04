import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { Construct } from "constructs";
import { BadInput, type Place } from "../spec";

/** Where connections come from: a named range of addresses. */
export interface Range {
  /** As in `places.yaml`, e.g. `ingest`. */
  readonly name: string;
  /** IPv4 CIDR. */
  readonly cidr: string;
}

/** The subnet of one zone of a place. */
export interface Subnet {
  readonly id: string;
  /** Zone name, e.g. `eu-west-1a`: what EBS asks for; differs between accounts for the same zone id. */
  readonly zoneName: string;
}

/** The network that a place has already: looked up and checked by every plan, never changed. */
export class Network extends Construct {
  private readonly subnets = new Map<string, Subnet>();

  private constructor(
    scope: Construct,
    private readonly place: Place,
  ) {
    super(scope, "network");
  }

  /** The network of a place. Subnets are read, and checked against `places.yaml`, as they are asked for. */
  static lookup(scope: Construct, place: Place): Network {
    return new Network(scope, place);
  }

  /** VPC id. */
  get vpc(): string {
    return this.place.network.vpc;
  }

  /**
   * The subnet of a zone. A plan fails where the subnet lies in another zone or VPC, or has another CIDR, than
   * `places.yaml` says.
   *
   * @param zone zone id, e.g. `euw1-az1`
   * @throws BadInput where the place has no such zone
   */
  subnet(zone: string): Subnet {
    const known = this.subnets.get(zone);
    if (known !== undefined) return known;
    const { vpc, zones } = this.place.network;
    const stated = zones[zone];
    if (stated === undefined) throw this.unknown("zones", zone, Object.keys(zones));
    const must = (attribute: string, value: string) => ({
      condition: `\${self.${attribute} == "${value}"}`,
      errorMessage: `places.yaml: ${this.place.name}.network.zones.${zone}: ${stated.subnet} has another ${attribute}; expected ${value}`,
    });
    const data = new DataAwsSubnet(this, zone, {
      id: stated.subnet,
      lifecycle: {
        postcondition: [must("availability_zone_id", zone), must("vpc_id", vpc), must("cidr_block", stated.cidr)],
      },
    });
    const subnet = { id: stated.subnet, zoneName: data.availabilityZone };
    this.subnets.set(zone, subnet);
    return subnet;
  }

  /**
   * A named range of the place.
   *
   * @throws BadInput where the place has no such range
   */
  range(name: string): Range {
    const { ranges } = this.place.network;
    const cidr = ranges[name];
    if (cidr === undefined) throw this.unknown("ranges", name, Object.keys(ranges));
    return { name, cidr };
  }

  /** Where the bastion's connections come from; undefined in a place without one. */
  get bastion(): Range | undefined {
    return this.place.bastion && { name: "bastion", cidr: this.place.bastion.cidr };
  }

  private unknown(what: string, name: string, names: readonly string[]): BadInput {
    return new BadInput(
      `places.yaml: ${this.place.name}.network.${what}: unknown; expected ${names.join(", ") || "none"}; got ${name}`,
    );
  }
}
