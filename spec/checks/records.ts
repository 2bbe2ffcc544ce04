import { isClusterId } from "../cluster-id";
import { configWord } from "../config-word";
import type { Finding } from "../source";
import type { Check } from "./check";

export const everyNodeHasARecord: Check = {
  name: "every node has a record",
  find: (of) =>
    of.nodes.flatMap(({ id }): Finding[] =>
      id in of.recorded.nodes || of.lost("recorded") || of.lost("recorded", `${id}`)
        ? []
        : [
            {
              path: ["recorded", `${id}`],
              what: "missing",
              expected: "a complete record: version, config, image, type, disk and boot",
            },
          ],
    ),
};

export const everyRecordHasANode: Check = {
  name: "every record has a node",
  find: (of) => {
    const ids = of.nodes.map(({ id }) => String(id));
    return Object.keys(of.recorded.nodes).flatMap((id): Finding[] =>
      ids.includes(id) || of.lost("nodes") || of.lost("nodes", id)
        ? []
        : [
            {
              path: ["recorded", id],
              at: "key",
              what: "record of a node that is not in nodes",
              expected: `one of ${ids.join(", ")}`,
              got: id,
            },
          ],
    );
  },
};

export const recordedConfigsAreKept: Check = {
  name: "every recorded config is kept, unchanged",
  find: ({ name, configs, recorded }) =>
    Object.entries(recorded.nodes).flatMap(([id, { config }]): Finding[] => {
      const path = ["recorded", id, "config"];
      const text = configs.get(config);
      if (text === undefined) {
        return [
          { path, what: "no such config", expected: `a file configs/${name ?? "<name>"}/${config}`, got: config },
        ];
      }
      const word = configWord(text);
      return word === config
        ? []
        : [
            {
              path,
              what: `configs/${name ?? "<name>"}/${config} was changed`,
              expected: `content named ${config}`,
              got: `content named ${word}`,
            },
          ];
    }),
};

export const clusterIdIsKafkas: Check = {
  name: "the cluster id is one of Kafka's",
  find: ({ recorded: { cluster } }) =>
    cluster === undefined || isClusterId(cluster.id)
      ? []
      : [
          {
            path: ["recorded", "cluster", "id"],
            what: "not a cluster id",
            expected: "16 bytes in URL-safe base64 without padding, as Kafka prints them",
            got: cluster.id,
          },
        ],
};

/** `4.1` of `4.1.1` and of `4.1-IV1`, as a number that compares. */
const line = (version: string): number => {
  const [major = 0, minor = 0] = version.split(/[.-]/).map(Number);
  return major * 1000 + minor;
};

export const noVersionIsBelowTheFinalizedOne: Check = {
  name: "no version is below the finalized metadata.version",
  find: (of) => {
    const finalized = of.recorded.cluster?.metadataVersion;
    if (finalized === undefined) return [];
    return [
      ...(of.version === undefined ? [] : [[["version"], of.version] as const]),
      ...Object.entries(of.recorded.nodes).map(([id, { version }]) => [["recorded", id, "version"], version] as const),
    ].flatMap(([path, version]) =>
      line(version) >= line(finalized)
        ? []
        : [
            {
              path,
              what: "older than the finalized metadata.version, so Kafka would not start",
              expected: `${finalized.split("-")[0]} or newer`,
              got: version,
            },
          ],
    );
  },
};
