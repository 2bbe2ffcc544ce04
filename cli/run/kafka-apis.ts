/** The library, loaded when a broker is to be asked. */
export type Kafka = typeof import("@platformatic/kafka");

/** ApiVersions v3, for its tagged field 2: the finalized features, which the library does not read. */
export function finalizedFeatures({ createAPI, Writer }: Kafka) {
  return createAPI<[], Record<string, number>>(
    18,
    3,
    () => Writer.create().appendString("dataops").appendString("1").appendTaggedFields(),
    (_id, _key, _version, reader) => {
      const error = reader.readInt16();
      if (error !== 0) throw new Error(`kafka: ApiVersions; got error ${error}`);
      reader.readArray((one) => [one.readInt16(), one.readInt16(), one.readInt16()]);
      reader.readInt32();
      const features: Record<string, number> = {};
      for (let fields = reader.readUnsignedVarInt(); fields > 0; fields--) {
        const tag = reader.readUnsignedVarInt();
        const end = reader.readUnsignedVarInt() + reader.position;
        if (tag === 2)
          reader.readArray((one) => {
            const name = one.readString();
            features[name] = one.readInt16();
            one.readInt16();
          });
        reader.position = end;
      }
      return features;
    },
    true,
    false,
  );
}

/** ElectLeaders v2, preferred, all partitions. */
export function electLeaders({ createAPI, Writer }: Kafka) {
  const preferred = 0;
  return createAPI<[], { topic: string; partitions: { id: number; error: number }[] }[]>(
    43,
    2,
    () =>
      Writer.create()
        .appendInt8(preferred)
        .appendArray(null, () => {})
        .appendInt32(10_000)
        .appendTaggedFields(),
    (_id, _key, _version, reader) => {
      reader.readInt32();
      const error = reader.readInt16();
      if (error !== 0) throw new Error(`kafka: ElectLeaders; got error ${error}`);
      return reader.readArray((topic) => ({
        topic: topic.readString(),
        partitions: topic.readArray((one) => {
          const partition = { id: one.readInt32(), error: one.readInt16() };
          one.readNullableString();
          return partition;
        }),
      }));
    },
  );
}
