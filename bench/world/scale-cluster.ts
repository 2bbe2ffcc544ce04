import type { Cluster, Node } from "../../spec/cluster";

const racks = ["euw1-az1", "euw1-az2", "euw1-az3"];
const disk = { text: "50GiB", size: 50 * 2 ** 30 };

/** What everything runs before the roll, and what the file's top asks for. */
export const versions = { before: "3.9.1", after: "4.1.1" } as const;

/** Config word of every pool. */
export const word = "kkkkkkkk";

/** First id of the brokers. */
const firstBroker = 1001;

/** A cluster file as it would be with three controllers and as many brokers, evenly over three racks. */
export function scaleCluster(brokers: number): Cluster {
  const node = (id: number, i: number, pool: string): Node => ({
    id,
    pool,
    zone: racks[i % racks.length] ?? "",
    address: `10.${pool === "brokers" ? 78 : 77}.${Math.floor(i / 250)}.${1 + (i % 250)}`,
    generation: 1,
  });
  const nodes = [
    ...racks.map((_, i) => node(i + 1, i, "controllers")),
    ...Array.from({ length: brokers }, (_, i) => node(firstBroker + i, i, "brokers")),
  ];
  const record = { version: versions.before, config: word, image: "base-12", type: "m7g.large", disk, boot: 1 };
  return {
    file: "clusters/scale.yaml",
    name: "scale",
    kind: "kafka",
    place: {
      name: "prod",
      account: "123456789012",
      region: "eu-west-1",
      network: { vpc: "vpc-1", zones: {}, ranges: {} },
      bucket: "bucket",
      images: { "base-12": "ami-1" },
      state: { bucket: "state" },
      ssh: {},
    },
    version: versions.after,
    image: "base-12",
    traffic: { in: 1, keep: 1, replicas: 3 },
    pools: {
      controllers: { name: "controllers", type: "m7g.large", disk, roles: ["controller"] },
      brokers: { name: "brokers", type: "m7g.large", disk, roles: ["broker"] },
    },
    config: {},
    linked: [],
    listeners: {},
    ssh: { user: "admin", sudo: true, port: 22 },
    nodes,
    recorded: {
      cluster: { id: "MkU3OEVBNTcwNTJENDM2Qg", metadataVersion: "3.9-IV0" },
      nodes: Object.fromEntries(nodes.map(({ id }) => [id, record])),
    },
  };
}

export const brokersOf = ({ nodes }: Cluster): Node[] => nodes.filter(({ pool }) => pool === "brokers");
