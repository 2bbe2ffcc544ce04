import type { Cluster } from "../../../spec/cluster";
import { withEc2 } from "./ec2";
import { readLabels } from "./labels";

/**
 * Start a node's machine where it is stopped. An apply that was broken off between stop and start leaves it so, and no
 * plan ever shows it.
 */
export async function ensureStarted(cluster: Cluster, node: number): Promise<void> {
  const found = (await readLabels(cluster))[node];
  if (found === undefined || (found.state !== "stopped" && found.state !== "stopping")) return;
  const { StartInstancesCommand, waitUntilInstanceStopped } = await import("@aws-sdk/client-ec2");
  const InstanceIds = [found.instance];
  await withEc2(cluster.place, async (client) => {
    await waitUntilInstanceStopped({ client, maxWaitTime: 600, minDelay: 1 }, { InstanceIds });
    await client.send(new StartInstancesCommand({ InstanceIds }));
  });
}
