import { createHash } from "node:crypto";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { Construct } from "constructs";
import { BadInput, type Cluster, controllerPort, type Node, readConfigs } from "../spec";
import { escapeTemplate } from "./escape-template";
import { kafkaIdentity, kafkaLabels, recordOf } from "./kafka-labels";
import { Listener } from "./listener";
import type { Network } from "./network";
import { NodeGroup } from "./node-group";
import { NodeRole } from "./node-role";
import { StatefulNode } from "./stateful-node";

const https = 443;

export interface KafkaClusterProps {
  /** The cluster file, read. Built from its `nodes` and `recorded`; its top moves nothing but listeners. */
  readonly spec: Cluster;
  /** Where its nodes live. */
  readonly network: Network;
  /** Recorded configs by their words. Default: every file of `clusters/configs/<cluster>/`. */
  readonly configs?: ReadonlyMap<string, string>;
}

/**
 * A Kafka cluster (KRaft): one `StatefulNode` for each node of the file, keyed by its id, the configs they fetch, the
 * role and the security group they share. Nobody but its nodes gets in until a listener allows it.
 */
export class KafkaCluster extends Construct {
  /** The listener that producers and consumers use. */
  readonly clients: Listener;
  /** SSH, for `dataops`. */
  readonly ssh: Listener;
  /** By node id. */
  readonly nodes: ReadonlyMap<number, StatefulNode>;

  private readonly spec: Cluster;
  private readonly configs: ReadonlyMap<string, S3Object>;

  constructor(scope: Construct, id: string, { spec, network, configs = readConfigs(spec.name) }: KafkaClusterProps) {
    super(scope, id);
    const { name, place } = spec;
    this.spec = spec;
    const ports = Object.fromEntries(Object.values(spec.listeners).map((listener) => [listener.name, listener.port]));

    this.configs = new Map([...configs].map(([word, text]) => [word, this.upload(word, text)]));
    const role = new NodeRole(this, "role", {
      name: `${place.name}-${name}`,
      bucket: place.bucket,
      reads: ["artefacts/kafka/*", "host/*", `clusters/${name}/configs/*`, `clusters/${name}/formed/*`],
      writes: [`clusters/${name}/formed/*`],
    });
    const group = new NodeGroup(this, "group", {
      name,
      vpc: network.vpc,
      within: { ...ports, controllers: controllerPort },
      services: place.endpoint === undefined ? https : Number(new URL(place.endpoint).port || https),
    });
    this.clients = new Listener(this, "clients", group.id, portOf(spec, "clients"));
    this.ssh = new Listener(this, "ssh", group.id, spec.ssh.port);
    this.nodes = new Map(spec.nodes.map((node) => [node.id, this.build(node, network, role, group)]));
  }

  /** An immutable object, named by its content; its checksum is compared by every plan. */
  private upload(word: string, text: string): S3Object {
    return new S3Object(this, `config-${word}`, {
      bucket: this.spec.place.bucket,
      key: `clusters/${this.spec.name}/configs/${word}`,
      content: escapeTemplate(text),
      contentType: "text/plain",
      // the ETag is the MD5 of the content only under S3's own keys
      serverSideEncryption: "AES256",
      etag: createHash("md5").update(text).digest("hex"),
    });
  }

  private build(node: Node, network: Network, role: NodeRole, group: NodeGroup): StatefulNode {
    const { file, name, place } = this.spec;
    const record = recordOf(this.spec, node);
    const config = this.configs.get(record.config);
    if (config === undefined)
      throw new BadInput(`${file}: recorded.${node.id}.config: no such file in configs/${name}/; got ${record.config}`);
    const image = place.images[record.image];
    if (image === undefined)
      throw new BadInput(`${file}: recorded.${node.id}.image: not an image of ${place.name}; got ${record.image}`);
    return new StatefulNode(this, String(node.id), {
      name: `${name}-${node.id}`,
      image,
      type: record.type,
      disk: record.disk,
      subnet: network.subnet(node.zone),
      address: node.address,
      boot: record.boot,
      labels: kafkaLabels(this.spec, node, record),
      identity: kafkaIdentity(this.spec, node),
      securityGroups: [group.id],
      instanceProfile: role.instanceProfile,
      keyPair: place.ssh.keyPair,
      after: [role.policy, config],
    });
  }
}

const portOf = (spec: Cluster, listener: string): number => {
  const found = spec.listeners[listener];
  if (found === undefined) throw new BadInput(`${spec.file}: listeners.${listener}: missing`);
  return found.port;
};
