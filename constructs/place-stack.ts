import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { Construct } from "constructs";
import type { Place } from "../spec";
import { PlacedStack } from "./placed-stack";

/**
 * What a place has once: the bucket of artefacts, configs, leases and journals. Deployed before the clusters of the
 * place: nodes fetch all they run from there. Named `place-<name>`.
 */
export class PlaceStack extends PlacedStack {
  /** A stack for each place that the given stacks live in. */
  static ofEach(scope: Construct, stacks: readonly PlacedStack[]): PlaceStack[] {
    const places = new Map(stacks.map(({ place }) => [place.name, place]));
    return [...places.values()].map((place) => new PlaceStack(scope, place));
  }

  constructor(scope: Construct, place: Place) {
    super(scope, `place-${place.name}`, place);
    const { bucket: name, endpoint, state } = place;
    this.node.addValidation({
      validate: () =>
        "bucket" in state && state.bucket === name
          ? [`places.yaml: ${place.name}.state.bucket: the state cannot lie in the bucket it describes; got ${name}`]
          : [],
    });

    const bucket = new S3Bucket(this, "bucket", { bucket: name, lifecycle: { preventDestroy: true } }).id;
    const closed = new S3BucketPublicAccessBlock(this, "bucket-closed", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketVersioningA(this, "bucket-versions", { bucket, versioningConfiguration: { status: "Enabled" } });
    new S3BucketServerSideEncryptionConfigurationA(this, "bucket-encryption", {
      bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    // an emulator that speaks no TLS would be locked out of its own bucket
    if (endpoint?.startsWith("http:") !== true)
      new S3BucketPolicy(this, "bucket-policy", {
        bucket,
        policy: tlsOnly(name),
        // S3 answers 409 when a policy and the public access block are put at once
        dependsOn: [closed],
      });
  }
}

const tlsOnly = (bucket: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
