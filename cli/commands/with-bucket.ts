import type { Cluster } from "../../spec/cluster";
import { Bucket, BucketAway } from "../run/aws/bucket";
import { Failure } from "../run/failure";

/**
 * Open a cluster's bucket for the length of some work, and close it on every way out.
 *
 * @throws Failure (1) where it is away
 */
export async function withBucket<T>({ name, place }: Cluster, work: (bucket: Bucket) => Promise<T>): Promise<T> {
  const bucket = new Bucket(place);
  try {
    return await work(bucket);
  } catch (error) {
    if (!(error instanceof BucketAway)) throw error;
    throw new Failure(`${name}: the bucket cannot be used: ${error.message}`, 1);
  } finally {
    bucket.close();
  }
}
