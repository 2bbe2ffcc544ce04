import type { MetadataAnswer } from "../../facts/kafka-answers";
import type { Kafka } from "./kafka-apis";

type Topic = MetadataAnswer["topics"][number];

/**
 * Metadata v12, read from one piece of memory: the library looks for the right piece of the answer at every number,
 * five times as long for 200,000 partitions. An error of a topic or partition is not thrown.
 */
export function metadata({ createAPI, metadataV12 }: Kafka) {
  return createAPI<[topics: string[] | null], MetadataAnswer>(
    metadataV12.api.key,
    metadataV12.api.version,
    (topics: string[] | null) => metadataV12.createRequest(topics),
    (_id, _key, _version, reader) => readMetadata(reader.buffer.slice(reader.position)),
  );
}

/** The body of a Metadata v12 answer. */
export function readMetadata(buffer: Buffer): MetadataAnswer {
  let at = 4;
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  const int32 = (): number => view.getInt32((at += 4) - 4);
  const int16 = (): number => view.getInt16((at += 2) - 2);
  const unsigned = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = view.getUint8(at++);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  const text = (): string | null => {
    const length = unsigned() - 1;
    return length < 0 ? null : buffer.toString("utf8", at, (at += length));
  };
  const each = <T>(read: () => T): T[] => {
    const found: T[] = [];
    for (let left = unsigned() - 1; left > 0; left--) found.push(read());
    return found;
  };
  const numbers = (): number[] => {
    const found: number[] = [];
    for (let left = unsigned() - 1; left > 0; left--) found.push(int32());
    return found;
  };
  const skipTags = (): void => {
    for (let left = unsigned(); left > 0; left--) {
      unsigned();
      at += unsigned();
    }
  };

  const broker = (): { nodeId: number } => {
    const nodeId = int32();
    text();
    int32();
    text();
    skipTags();
    return { nodeId };
  };
  const partition = (): Topic["partitions"][number] => {
    const errorCode = int16();
    const partitionIndex = int32();
    const leaderId = int32();
    // Epoch of the leader.
    at += 4;
    const replicaNodes = numbers();
    const isrNodes = numbers();
    // Offline replicas.
    numbers();
    skipTags();
    return { errorCode, partitionIndex, leaderId, replicaNodes, isrNodes };
  };
  const topic = (): Topic => {
    const [errorCode, name] = [int16(), text()];
    // Its UUID, and whether it is internal.
    at += 17;
    const partitions = each(partition);
    int32();
    skipTags();
    return { errorCode, name, partitions };
  };

  const brokers = each(broker);
  const clusterId = text();
  // An arbitrary broker under KRaft.
  int32();
  return { brokers, clusterId, topics: each(topic) };
}
