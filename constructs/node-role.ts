import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";

/** IAM's limit for the name of a role, in characters. */
const nameLimit = 64;

export interface NodeRoleProps {
  /** Name of role and instance profile; unique in the account; at most 64 characters. */
  readonly name: string;
  /** Bucket of the place. */
  readonly bucket: string;
  /** Keys the nodes may read, with `*` at the end for a prefix. */
  readonly reads: readonly string[];
  /** Keys the nodes may write, with `*` at the end for a prefix. */
  readonly writes: readonly string[];
}

/** What the nodes of a cluster may do: read and write the named keys of the place's bucket, and nothing else. */
export class NodeRole extends Construct {
  readonly policy: IamRolePolicy;
  /** Name of the instance profile. */
  readonly instanceProfile: string;

  constructor(scope: Construct, id: string, props: NodeRoleProps) {
    super(scope, id);
    const { name, bucket, reads, writes } = props;
    this.node.addValidation({
      validate: () =>
        name.length > nameLimit
          ? [`role ${name}: too long; expected at most ${nameLimit} characters; got ${name.length}`]
          : [],
    });
    const allow = (sid: string, action: string, keys: readonly string[]) => ({
      Sid: sid,
      Effect: "Allow",
      Action: action,
      Resource: keys.map((key) => `arn:aws:s3:::${bucket}/${key}`),
    });

    const role = new IamRole(this, "Resource", {
      name,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    });
    this.policy = new IamRolePolicy(this, "policy", {
      name: "bucket",
      role: role.name,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [allow("Read", "s3:GetObject", reads), allow("Write", "s3:PutObject", writes)],
      }),
    });
    this.instanceProfile = new IamInstanceProfile(this, "profile", { name, role: role.name }).name;
  }
}
