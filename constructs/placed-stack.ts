import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, S3Backend, TerraformElement, TerraformStack } from "cdktf";
import type { Construct, Node } from "constructs";
import type { Place } from "../spec";
import { emulatedServices } from "./emulated-services";

/** Any text: an emulator asks for keys and looks at none. */
const emulatorKey = "dataops";

/**
 * A stack that lives in a place: its account is guarded, its state lies where the place says, and the addresses of its
 * resources are the paths of its constructs (`aws_instance.kafka_11_machine`).
 */
export abstract class PlacedStack extends TerraformStack {
  /** Paths by address; two paths that spell the same address would silently merge into one resource. */
  private readonly addresses = new Map<string, string>();

  constructor(
    scope: Construct,
    id: string,
    readonly place: Place,
  ) {
    super(scope, id);
    this.addProvider();
    this.addBackend();
  }

  /**
   * Spells the construct's path, joined by `_`: no hash, so that plans and allow-lists can be read. A construct named
   * `Resource`, the one that its parent is all about, is left out, as CDK does.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const within = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    const address = within.filter((id) => id !== "Resource").join("_");
    const path = within.join("/");
    const other = this.addresses.get(address) ?? path;
    if (other !== path) throw new Error(`${this.node.id}: ${path} and ${other} have one address; got ${address}`);
    if (!/^[A-Za-z_][\w-]*$/.test(address))
      throw new Error(`${this.node.id}: ${path} is no Terraform name; expected letters, digits, _ and -`);
    this.addresses.set(address, path);
    return address;
  }

  private addProvider(): void {
    const { account, endpoint, region } = this.place;
    new AwsProvider(this, "aws", {
      region,
      allowedAccountIds: [account],
      defaultTags: [{ tags: { "dataops-stack": this.node.id } }],
      ...(endpoint === undefined
        ? {}
        : {
            accessKey: emulatorKey,
            secretKey: emulatorKey,
            skipCredentialsValidation: true,
            skipMetadataApiCheck: "true",
            skipRegionValidation: true,
            s3UsePathStyle: true,
            endpoints: [emulatedServices(endpoint)],
          }),
    });
  }

  private addBackend(): void {
    const { account, endpoint, region, state } = this.place;
    if ("local" in state) {
      new LocalBackend(this, { path: join(state.local, `${this.node.id}.tfstate`) });
      return;
    }
    const backend = new S3Backend(this, {
      bucket: state.bucket,
      key: `${this.node.id}.tfstate`,
      region,
      encrypt: true,
      allowedAccountIds: [account],
      ...(endpoint === undefined
        ? {}
        : {
            accessKey: emulatorKey,
            secretKey: emulatorKey,
            skipCredentialsValidation: true,
            skipMetadataApiCheck: true,
            skipRegionValidation: true,
            usePathStyle: true,
            endpoints: { s3: endpoint, sts: endpoint, iam: endpoint },
          }),
    });
    // cdktf 0.21 knows only the lock in DynamoDB
    backend.addOverride("use_lockfile", true);
  }
}
