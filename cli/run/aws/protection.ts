import type { EC2Client } from "@aws-sdk/client-ec2";
import type { Cluster } from "../../../spec/cluster";
import { withEc2 } from "./ec2";
import { readLabels } from "./labels";

/** Which protections: of being stopped, of being terminated. EC2 lets nobody terminate a machine that may not be stopped. */
export interface Protections {
  readonly stop: boolean;
  readonly termination: boolean;
}

export interface Protection extends Protections {
  /** Instance id. */
  readonly instance: string;
}

/** Protections of a node's instance; undefined when it has none. */
export async function readProtection(cluster: Cluster, node: number): Promise<Protection | undefined> {
  const instance = await instanceOf(cluster, node);
  return instance === undefined ? undefined : withEc2(cluster.place, (client) => ask(client, instance));
}

/**
 * Take protections from a node's instance: from that one alone. To be journalled before, and restored on every way out.
 *
 * @param what which ones to take; what is false stays as it is
 * @returns what is then on; undefined when the node has no instance
 */
export const liftProtection = (cluster: Cluster, node: number, what: Protections): Promise<Protection | undefined> =>
  change(cluster, node, { stop: what.stop, termination: what.termination }, false);

/** Both protections on, on the instance that the node has now; nothing to do when it has none. May be done twice. */
export async function restoreProtection(cluster: Cluster, node: number): Promise<void> {
  await change(cluster, node, { stop: true, termination: true }, true);
}

async function change(
  cluster: Cluster,
  node: number,
  which: Protections,
  on: boolean,
): Promise<Protection | undefined> {
  const instance = await instanceOf(cluster, node);
  if (instance === undefined) return undefined;
  return withEc2(cluster.place, async (client) => {
    const { ModifyInstanceAttributeCommand } = await import("@aws-sdk/client-ec2");
    const is = await ask(client, instance);
    const Value = on;
    if (which.stop && is.stop !== on)
      await client.send(new ModifyInstanceAttributeCommand({ InstanceId: instance, DisableApiStop: { Value } }));
    if (which.termination && is.termination !== on)
      await client.send(new ModifyInstanceAttributeCommand({ InstanceId: instance, DisableApiTermination: { Value } }));
    return { instance, stop: which.stop ? on : is.stop, termination: which.termination ? on : is.termination };
  });
}

/** Never an older answer: a machine that was replaced a moment ago is another instance. */
const instanceOf = async (cluster: Cluster, node: number): Promise<string | undefined> =>
  (await readLabels(cluster))[node]?.instance;

async function ask(client: EC2Client, instance: string): Promise<Protection> {
  const { DescribeInstanceAttributeCommand } = await import("@aws-sdk/client-ec2");
  const InstanceId = instance;
  const [stop, termination] = await Promise.all([
    client.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: "disableApiStop" })),
    client.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: "disableApiTermination" })),
  ]);
  return {
    instance,
    stop: stop.DisableApiStop?.Value === true,
    termination: termination.DisableApiTermination?.Value === true,
  };
}
