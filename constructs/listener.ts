import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import type { Range } from "./network";

/** A port of a cluster, closed to all but those who are let in. */
export class Listener extends Construct {
  constructor(
    scope: Construct,
    id: string,
    /** Id of the security group of the nodes. */
    private readonly securityGroup: string,
    /** TCP port. */
    readonly port: number,
  ) {
    super(scope, id);
  }

  /**
   * Lets ranges in. `undefined` (the bastion of a place that has none) lets nobody in; without a call nobody gets in but
   * the cluster's own nodes.
   */
  allowFrom(...ranges: readonly (Range | undefined)[]): void {
    for (const range of ranges) {
      if (range === undefined) continue;
      new VpcSecurityGroupIngressRule(this, `from-${range.name}`, {
        securityGroupId: this.securityGroup,
        description: `${this.node.id} from ${range.name}`,
        cidrIpv4: range.cidr,
        ipProtocol: "tcp",
        fromPort: this.port,
        toPort: this.port,
      });
    }
  }
}
