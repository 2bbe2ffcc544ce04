/**
 * Whether a Terraform address is that of a node's part. The construct that holds the nodes has a name of the user's
 * own, so only the end is known: `aws_instance.kafka_11_machine`.
 *
 * @param part id of the construct within the node: `machine`, `disk`, `attachment` or `address`
 */
export const isPartOf = (address: string, node: number, part: keyof typeof types): boolean =>
  address.startsWith(`${types[part]}.`) && address.endsWith(`_${node}_${part}`);

const types = {
  machine: "aws_instance",
  disk: "aws_ebs_volume",
  attachment: "aws_volume_attachment",
  address: "aws_network_interface",
} as const;
