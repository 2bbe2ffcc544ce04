import type { Features } from "../../facts/features";

/** The library, loaded when a broker is to be asked. */
export type Kafka = typeof import("@platformatic/kafka");

/** What an answer says of itself. */
export interface Said {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** ApiVersions v4, for its tagged fields 0 and 2: supported and finalized features, which the library does not read. */
export function features({ createAPI, Writer }: Kafka) {
  return createAPI<[], Features>(
    18,
    4,
    () => Writer.create().appendString("dataops").appendString("1").appendTaggedFields(),
    (_id, _key, _version, reader) => {
      const error = reader.readInt16();
      if (error !== 0) throw new Error(`kafka: ApiVersions; got error ${error}`);
      reader.readArray((one) => [one.readInt16(), one.readInt16(), one.readInt16()]);
      reader.readInt32();
      const supported: Record<string, { min: number; max: number }> = {};
      const finalized: Record<string, number> = {};
      for (let fields = reader.readUnsignedVarInt(); fields > 0; fields--) {
        const tag = reader.readUnsignedVarInt();
        const end = reader.readUnsignedVarInt() + reader.position;
        if (tag === 0)
          reader.readArray((one) => {
            const name = one.readString();
            supported[name] = { min: one.readInt16(), max: one.readInt16() };
          });
        if (tag === 2)
          reader.readArray((one) => {
            const name = one.readString();
            finalized[name] = one.readInt16();
            one.readInt16();
          });
        reader.position = end;
      }
      return { supported, finalized };
    },
    true,
    false,
  );
}

/** A partition by its name. */
export interface PartitionId {
  readonly topic: string;
  readonly partition: number;
}

/** ElectLeaders v2, preferred. */
export function electLeaders({ createAPI, Writer }: Kafka) {
  const preferred = 0;
  return createAPI<[partitions: readonly PartitionId[], timeout: number], (PartitionId & Said)[]>(
    43,
    2,
    (partitions: readonly PartitionId[], timeout: number) =>
      Writer.create()
        .appendInt8(preferred)
        .appendArray<[string, number[]]>(byTopic(partitions), (writer, [topic, ids]) => {
          writer.appendString(topic).appendArray(ids, (one, id) => one.appendInt32(id), true, false);
        })
        .appendInt32(timeout)
        .appendTaggedFields(),
    (_id, _key, _version, reader) => {
      reader.readInt32();
      const error = reader.readInt16();
      if (error !== 0) throw new Error(`kafka: ElectLeaders; got error ${error}`);
      return reader
        .readArray((one) => {
          const topic = one.readString();
          return one.readArray((each) => ({
            topic,
            partition: each.readInt32(),
            errorCode: each.readInt16(),
            errorMessage: each.readNullableString(),
          }));
        })
        .flat();
    },
  );
}

/** A voter of the controllers' quorum. */
export interface VoterKey {
  readonly clusterId: string;
  readonly id: number;
  /** URL-safe base64. */
  readonly directory: string;
}

/** Where a controller listens. */
export interface ControllerAt {
  /** Name of the controllers' listener. */
  readonly listener: string;
  readonly host: string;
  readonly port: number;
}

/** AddRaftVoter v0. */
export function addRaftVoter({ createAPI, Writer }: Kafka) {
  return createAPI<[voter: VoterKey, at: ControllerAt, timeout: number], Said>(
    80,
    0,
    ({ clusterId, id, directory }: VoterKey, at: ControllerAt, timeout: number) =>
      Writer.create()
        .appendString(clusterId)
        .appendInt32(timeout)
        .appendInt32(id)
        .appendUUID(hex(directory))
        .appendArray([at], (writer, { listener, host, port }) => {
          writer.appendString(listener).appendString(host).appendUnsignedInt16(port);
        })
        .appendTaggedFields(),
    (_id, _key, _version, reader) => said(reader),
  );
}

/** RemoveRaftVoter v0. */
export function removeRaftVoter({ createAPI, Writer }: Kafka) {
  return createAPI<[voter: VoterKey], Said>(
    81,
    0,
    ({ clusterId, id, directory }: VoterKey) =>
      Writer.create().appendString(clusterId).appendInt32(id).appendUUID(hex(directory)).appendTaggedFields(),
    (_id, _key, _version, reader) => said(reader),
  );
}

const hex = (directory: string): string => Buffer.from(directory, "base64url").toString("hex");

function said(reader: import("@platformatic/kafka").Reader): Said {
  reader.readInt32();
  return { errorCode: reader.readInt16(), errorMessage: reader.readNullableString() };
}

/** Partition numbers of each topic. */
export function byTopic(partitions: readonly PartitionId[]): [string, number[]][] {
  const topics = new Map<string, number[]>();
  for (const { topic, partition } of partitions) {
    const known = topics.get(topic);
    if (known === undefined) topics.set(topic, [partition]);
    else known.push(partition);
  }
  return [...topics];
}
