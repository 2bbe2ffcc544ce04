import { BadInput, type Cluster, type Node, type NodeRecord } from "../spec";

/** Who a node is, for life: tags of its machine, disk and address. */
export const kafkaIdentity = (spec: Cluster, node: Node): Record<string, string> => ({
  "dataops-cluster": spec.name,
  "dataops-kind": spec.kind,
  "dataops-node": String(node.id),
});

/**
 * What a machine is told to be: tags that the bootloader reads from the metadata service and that every plan compares
 * with the record. `StatefulNode` adds `dataops-volume`.
 */
export const kafkaLabels = (spec: Cluster, node: Node, record: NodeRecord): Record<string, string> => ({
  "dataops-pool": node.pool,
  "dataops-zone": node.zone,
  "dataops-address": node.address,
  "dataops-generation": String(node.generation),
  "dataops-version": record.version,
  "dataops-config": record.config,
  "dataops-metadata": spec.recorded.cluster.metadataVersion,
  "dataops-bucket": spec.place.bucket,
  "dataops-boot": String(record.boot),
  ...(spec.place.endpoint === undefined ? {} : { "dataops-endpoint": spec.place.endpoint }),
});

/**
 * The record of a node.
 *
 * @throws BadInput where there is none: a node is never built from the file's top
 */
export const recordOf = (spec: Cluster, node: Node): NodeRecord => {
  const record = spec.recorded.nodes[node.id];
  if (record === undefined) throw new BadInput(`${spec.file}: recorded.${node.id}: missing; expected a record`);
  return record;
};
