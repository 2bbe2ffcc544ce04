import { createHash } from "node:crypto";

/** Namespace of dataops' name-based UUIDs. Never changes: the ids of live disks come from it. */
const namespace = Buffer.from("6f0f5c0e4bb15a8e9d0c7a2f4e6b1d38", "hex");

const uuid5 = (name: string): Buffer => {
  const bytes = createHash("sha1").update(namespace).update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes;
};

/**
 * Id of the log directory on a node's disk, known before the disk exists: a UUIDv5 (RFC 9562) in URL-safe base64
 * without padding. Never begins with `-`, which Kafka refuses.
 *
 * @param generation Which disk of this node, counted from 1: a lost disk that is given up gets another id.
 */
export const directoryId = (clusterId: string, nodeId: number, generation: number): string => {
  for (let attempt = 0; ; attempt++) {
    const suffix = attempt === 0 ? "" : `/${attempt}`;
    const id = uuid5(`${clusterId}/${nodeId}/${generation}${suffix}`).toString("base64url");
    if (!id.startsWith("-")) return id;
  }
};
