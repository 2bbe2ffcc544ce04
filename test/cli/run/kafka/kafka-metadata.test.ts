import * as kafka from "@platformatic/kafka";
import { describe, expect, it } from "vitest";
import { readMetadata } from "../../../../cli/run/kafka/kafka-metadata";

const { metadataV12, Reader, Writer } = kafka;

/** An answer as a broker would write it. */
const answer = (topics: readonly { name: string; error?: number; partitions: number }[], brokers = 3): Buffer =>
  Writer.create()
    .appendInt32(0)
    .appendArray(
      Array.from({ length: brokers }, (_, i) => i + 1),
      (to, id) => void to.appendInt32(id).appendString(`10.77.0.${id}`).appendInt32(9092).appendString(null),
    )
    .appendString("MkU3OEVBNTcwNTJENDM2Qg")
    .appendInt32(2)
    .appendArray([...topics], (to, { name, error = 0, partitions }) => {
      to.appendInt16(error).appendString(name).appendUUID(null).appendBoolean(false);
      to.appendArray(
        Array.from({ length: partitions }, (_, i) => i),
        (each, index) => {
          const replicas = [1, 2, 300].map((id) => id + index);
          each.appendInt16(0).appendInt32(index).appendInt32(-1).appendInt32(7);
          for (const ids of [replicas, replicas.slice(1), []])
            each.appendArray(ids, (one, id) => void one.appendInt32(id), true, false);
        },
      );
      to.appendInt32(-2_147_483_648);
    })
    .appendTaggedFields().buffer;

describe("Metadata v12", () => {
  it("is read as the library reads it", () => {
    const bytes = answer([
      { name: "orders", partitions: 300 },
      { name: "é", partitions: 1 },
      { name: "none", partitions: 0 },
    ]);
    const { brokers, clusterId, topics } = metadataV12.parseResponse(1, 3, 12, Reader.from(bytes));
    expect(readMetadata(bytes)).toEqual({
      brokers: brokers.map(({ nodeId }) => ({ nodeId })),
      clusterId,
      topics: topics.map(({ errorCode, name, partitions }) => ({
        ...{ errorCode, name },
        partitions: partitions.map(({ errorCode, partitionIndex, leaderId, replicaNodes, isrNodes }) => ({
          ...{ errorCode, partitionIndex, leaderId, replicaNodes, isrNodes },
        })),
      })),
    });
  });

  it("keeps the error of a topic, and does not read past the end", () => {
    const bytes = answer([{ name: "gone", error: 3, partitions: 0 }]);
    expect(readMetadata(bytes).topics).toEqual([{ errorCode: 3, name: "gone", partitions: [] }]);
    expect(() => readMetadata(bytes.subarray(0, bytes.length - 9))).toThrow(RangeError);
  });
});
