import { type Cluster, readCluster } from "../../../spec";
import { judgeLease } from "../../decide/lease";
import { Bucket } from "../aws/bucket";
import { leaseKey, readLease } from "./lease-object";

/**
 * Who changes the clusters that this one is linked with, by their lease; null where nobody does. A lease that may
 * be taken is nobody's. One that cannot be read counts as held: no answer is never a yes.
 */
export async function linkedClusters(cluster: Cluster): Promise<Readonly<Record<string, string | null>>> {
  const one = async (name: string): Promise<[string, string | null]> => [name, await holderOf(name)];
  return Object.fromEntries(await Promise.all(cluster.linked.map(one)));
}

async function holderOf(name: string): Promise<string | null> {
  let bucket: Bucket | undefined;
  try {
    bucket = new Bucket(readCluster(name).place);
    const verdict = judgeLease((await readLease(bucket, leaseKey(name)))?.record, Date.now(), false);
    if (!("held" in verdict)) return null;
    const { command, holder, since } = verdict.held;
    return `${command} of ${holder.who} since ${new Date(since).toISOString()}`;
  } catch (error) {
    return `its lease cannot be read: ${(error as Error).message.split("\n")[0] ?? ""}`;
  } finally {
    bucket?.close();
  }
}
