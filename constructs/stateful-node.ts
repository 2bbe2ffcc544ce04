import { EbsVolume } from "@cdktf/provider-aws/lib/ebs-volume";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { VolumeAttachment } from "@cdktf/provider-aws/lib/volume-attachment";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Disk } from "../spec";
import { bootloader } from "./bootloader";
import { escapeTemplate } from "./escape-template";
import type { Subnet } from "./network";

const GiB = 1024 ** 3;
const MiB = 1024 ** 2;

/** What gp3 gives without being asked; stated, so that a plan sees when a disk has something else. */
const gp3 = { iops: 3000, throughput: 125 };

/** Root disk in GiB: the system, a few versions of the software, logs. */
const rootSize = 20;

/** EC2's limit for raw userdata, in bytes. */
const userDataLimit = 16 * 1024;

export interface StatefulNodeProps {
  /** Value of the `Name` tag, e.g. `kafka-write-11`. */
  readonly name: string;
  /** AMI id. Another one replaces the machine; disk and address stay. */
  readonly image: string;
  /** Instance type, e.g. `m7g.large`. Another one stops and starts the machine. */
  readonly type: string;
  /** The data disk: gp3. Default throughput 125 MiB/s, default 3,000 operations/s. */
  readonly disk: Disk;
  /** Where it lives. */
  readonly subnet: Subnet;
  /** Private IPv4 address, for life. */
  readonly address: string;
  /** Number of its bootloader. */
  readonly boot: number;
  /** What the machine is, as tags: the bootloader reads them, plans compare them. */
  readonly labels: Readonly<Record<string, string>>;
  /** Tags that disk and address share with the machine. */
  readonly identity: Readonly<Record<string, string>>;
  /** Ids of the security groups of its network interface. */
  readonly securityGroups: readonly string[];
  /** Name of the instance profile. */
  readonly instanceProfile: string;
  /** Name of the EC2 key pair. Default: the image's own keys. */
  readonly keyPair?: string;
  /** What must be there before the machine boots. Default: nothing. */
  readonly after?: readonly ITerraformDependable[];
}

/**
 * A node that outlives its machines: machine, disk and address are resources of their own. The machine is replaced or
 * resized; the disk is never destroyed and the address never changes.
 *
 * Stop and termination protection make an apply that would stop the machine fail; root and data disk are encrypted; the
 * metadata service wants a token, answers over one hop only and serves the tags; there is no public address.
 */
export class StatefulNode extends Construct {
  readonly machine: Instance;
  readonly disk: EbsVolume;

  constructor(scope: Construct, id: string, props: StatefulNodeProps) {
    super(scope, id);
    const tags = { Name: props.name, ...props.identity };
    const userData = bootloader(props.boot);
    this.node.addValidation({ validate: () => [...tooLong(props.boot, userData), ...notWhole(props.disk)] });

    const address = new NetworkInterface(this, "address", {
      description: props.name,
      subnetId: props.subnet.id,
      privateIps: [props.address],
      securityGroups: [...props.securityGroups],
      tags,
    });
    this.disk = new EbsVolume(this, "disk", {
      availabilityZone: props.subnet.zoneName,
      type: "gp3",
      size: props.disk.size / GiB,
      iops: props.disk.iops ?? gp3.iops,
      throughput: props.disk.throughput === undefined ? gp3.throughput : props.disk.throughput / MiB,
      encrypted: true,
      // prevent_destroy goes with the block: a node that is cut out of the file must still leave its data behind.
      finalSnapshot: true,
      tags,
      lifecycle: { preventDestroy: true },
    });
    this.machine = new Instance(this, "machine", {
      ami: props.image,
      instanceType: props.type,
      keyName: props.keyPair,
      iamInstanceProfile: props.instanceProfile,
      networkInterface: [{ deviceIndex: 0, networkInterfaceId: address.id }],
      rootBlockDevice: { volumeType: "gp3", volumeSize: rootSize, encrypted: true, deleteOnTermination: true },
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: "enabled",
      },
      disableApiStop: true,
      disableApiTermination: true,
      instanceInitiatedShutdownBehavior: "stop",
      userData: escapeTemplate(userData),
      tags: { ...tags, ...props.labels, "dataops-volume": this.disk.id },
      dependsOn: [...(props.after ?? [])],
    });
    new VolumeAttachment(this, "attachment", {
      instanceId: this.machine.id,
      volumeId: this.disk.id,
      deviceName: "/dev/sdf",
      stopInstanceBeforeDetaching: true,
    });
  }
}

const tooLong = (boot: number, userData: string): string[] => {
  const length = Buffer.byteLength(userData);
  return length < userDataLimit
    ? []
    : [`bootloader-${boot}.sh: too long; expected less than ${userDataLimit} bytes; got ${length}`];
};

/** EBS counts in whole GiB and MiB/s. */
const notWhole = ({ text, size, throughput = 0 }: Disk): string[] =>
  size % GiB === 0 && throughput % MiB === 0 ? [] : [`disk: expected whole GiB and whole MiB/s; got ${text}`];
