import type { Bucket } from "../aws/bucket";
import { Failure } from "../failure";
import { hostProgramPath } from "../host/host-call";
import type { OpenCluster } from "../open-cluster";
import { Lease } from "./lease";

/** Longer than any verb of a host may take by a playbook's own default, in seconds. */
const longestVerb = 1200;

/**
 * Do something under the lease of a cluster.
 *
 * A lease that was taken over from somebody who did not give it back is made known to every host that can be reached,
 * and what the other one still has under way there is waited out, before anything is looked at or done.
 *
 * @param command what it is taken for, as others shall see it
 * @throws LeaseHeld
 */
export async function withLease<T>(
  open: OpenCluster,
  bucket: Bucket,
  command: string,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const lease = await Lease.acquire(bucket, open.cluster.name, command).catch((error: unknown) => {
    if (error instanceof Failure) throw error;
    throw new Failure(`${open.cluster.name}: the lease cannot be taken: ${(error as Error).message}`, 1);
  });
  try {
    if (lease.because === "expired" || lease.because === "its holder is dead") await announce(open, lease.token);
    return await work(lease);
  } finally {
    await lease.release();
  }
}

async function announce(open: OpenCluster, token: number): Promise<void> {
  const argv = [hostProgramPath, "hold", "--lease", String(token), "--within", String(longestVerb)];
  await open.fleet.each((transport) => transport.run(argv, { timeout: (longestVerb + 15) * 1000 }));
}
