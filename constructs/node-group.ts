import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";

export interface NodeGroupProps {
  /** Name of the security group, unique in the VPC. */
  readonly name: string;
  /** VPC id. */
  readonly vpc: string;
  /** TCP ports by name that the nodes open to one another. */
  readonly within: Readonly<Record<string, number>>;
  /** TCP port of the AWS services, which nodes reach anywhere. */
  readonly services: number;
}

/** The security group of a cluster's nodes: they reach one another on the named ports, and AWS; nobody reaches them. */
export class NodeGroup extends Construct {
  /** Id of the security group. */
  readonly id: string;

  constructor(scope: Construct, id: string, props: NodeGroupProps) {
    super(scope, id);
    this.id = new SecurityGroup(this, "Resource", {
      name: props.name,
      description: `Nodes of ${props.name}`,
      vpcId: props.vpc,
      tags: { Name: props.name },
    }).id;
    for (const [name, port] of Object.entries(props.within)) {
      const itself = {
        securityGroupId: this.id,
        referencedSecurityGroupId: this.id,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
      };
      new VpcSecurityGroupIngressRule(this, `${name}-in`, { ...itself, tags: { Name: `${name} from one another` } });
      new VpcSecurityGroupEgressRule(this, `${name}-out`, { ...itself, tags: { Name: `${name} to one another` } });
    }
    new VpcSecurityGroupEgressRule(this, "services-out", {
      securityGroupId: this.id,
      description: "AWS services",
      cidrIpv4: "0.0.0.0/0",
      ipProtocol: "tcp",
      fromPort: props.services,
      toPort: props.services,
    });
  }
}
