import { printDuration } from "../../../spec/duration";
import type { Bucket } from "../aws/bucket";
import { Failure } from "../failure";
import { hostProgramPath } from "../host/host-call";
import type { OpenCluster } from "../open-cluster";
import { Lease } from "./lease";
import { longestVerb } from "./longest-verb";
import { stillAtWork } from "./still-at-work";

/** What a lease is taken for. */
export interface Purpose {
  /** As others shall see it. */
  readonly command: string;
  /** Milliseconds that a verb of whoever had the lease before may take. Default: what the steps' own bounds allow. */
  readonly longest?: number;
}

/** Seconds that `hold` takes at most: five digits. */
const longestHold = 99_999;
/** Milliseconds that are waited beyond the host's own bound, so that its answer is the one that is seen. */
const grace = 15_000;
/** Milliseconds of waiting that nothing is said about. */
const quiet = 5000;

/**
 * Do something under the lease of a cluster.
 *
 * A lease that was taken over from somebody who did not give it back is made known to every host that can be reached,
 * and what the other one still has under way there is waited out, before anything is looked at or done.
 *
 * @throws LeaseHeld
 * @throws Failure (3) where a verb is at work on a host beyond that time. The lease is not given back then, so that
 *   whoever comes next waits as well.
 */
export async function withLease<T>(
  open: Pick<OpenCluster, "cluster" | "fleet">,
  bucket: Bucket,
  { command, longest = longestVerb() }: Purpose,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const { name } = open.cluster;
  const lease = await Lease.acquire(bucket, name, command).catch((error: unknown) => {
    if (error instanceof Failure) throw error;
    throw new Failure(`${name}: the lease cannot be taken: ${(error as Error).message}`, 1);
  });
  if (lease.because === "expired" || lease.because === "its holder is dead")
    await announce(open, lease.token, longest).catch((error: unknown) => {
      lease.leave();
      throw error;
    });
  try {
    return await work(lease);
  } finally {
    await lease.release();
  }
}

async function announce(
  { cluster, fleet }: Pick<OpenCluster, "cluster" | "fleet">,
  token: number,
  longest: number,
): Promise<void> {
  const within = Math.min(Math.ceil(longest / 1000), longestHold);
  const argv = [hostProgramPath, "hold", "--lease", String(token), "--within", String(within)];
  const told = setTimeout(() => {
    process.stderr.write(`${cluster.name}: waiting for what the operator before has still under way on its hosts\n`);
  }, quiet);
  const answers = await fleet
    .each((transport) => transport.run(argv, { timeout: within * 1000 + grace }))
    .finally(() => clearTimeout(told));
  const busy = stillAtWork(answers);
  if (busy.length > 0)
    throw new Failure(
      `${cluster.name}: node ${busy.join(", ")}: a verb of the operator before is still at work; expected it to end within ${printDuration(within * 1000)}; look what runs there (pgrep -af dataops-host), then run the command again`,
      3,
    );
}
