import { z } from "zod";
import type { LeaseRecord } from "../../decide/lease";
import { type Bucket, isConflict } from "../aws/bucket";

export type LeaseBucket = Pick<Bucket, "get" | "putIfNoneMatch" | "putIfMatch">;

/** Where the lease of a cluster lies in its bucket. */
export const leaseKey = (cluster: string): string => `clusters/${cluster}/lease`;

const recordSchema: z.ZodType<LeaseRecord> = z.object({
  format: z.literal(1),
  token: z.int().positive(),
  holder: z
    .object({ who: z.string(), pid: z.int(), boot: z.string().optional(), life: z.string().optional() })
    .nullable(),
  command: z.string(),
  since: z.number(),
  expires: z.number(),
});

/** The lease as it lies in the bucket, or undefined. */
export async function readLease(
  bucket: LeaseBucket,
  key: string,
): Promise<{ record: LeaseRecord; etag: string } | undefined> {
  const found = await bucket.get(key);
  if (found === undefined) return undefined;
  const parsed = recordSchema.safeParse(jsonOrNothing(found.body));
  if (!parsed.success) throw new Error(`${key}: not a lease; expected format 1 (${z.prettifyError(parsed.error)})`);
  return { record: parsed.data, etag: found.etag };
}

/** Put a lease over the one that was read, or where none was. The new ETag, or undefined when somebody else was first. */
export async function swapLease(
  bucket: LeaseBucket,
  key: string,
  record: LeaseRecord,
  etag: string | undefined,
): Promise<string | undefined> {
  const text = `${JSON.stringify(record)}\n`;
  const put = etag === undefined ? await bucket.putIfNoneMatch(key, text) : await bucket.putIfMatch(key, text, etag);
  if (!isConflict(put)) return put.etag;
  // The answer to a put can get lost and the put be sent again, which then meets itself.
  const found = await bucket.get(key);
  return found?.body.toString("utf8") === text ? found.etag : undefined;
}

function jsonOrNothing(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
