import type { Cluster, Pool, Role } from "./cluster";
import { configDefaults } from "./config-defaults";
import { controllersRead } from "./config-keys";
import { configWord } from "./config-word";
import { directoryId } from "./directory-id";
import { instanceMemory } from "./instance-type";

/** The controllers' own port. */
export const controllerPort = 9093;

/** Where a node keeps its data, on its own disk. */
const dataFolder = "/var/lib/kafka/data";

/** Kafka's own launcher sets the same, but for the last: a broker without memory must end, not linger. */
const jvm = [
  "-XX:MaxGCPauseMillis=20",
  "-XX:InitiatingHeapOccupancyPercent=35",
  "-XX:+ExplicitGCInvokesConcurrent",
  "-Djava.awt.headless=true",
  "-XX:+ExitOnOutOfMemoryError",
].join(" ");

type Lines = Readonly<Record<string, string | number | boolean>>;

const gib = 2 ** 30;

/** Beyond 6 GiB a broker's memory serves it better as page cache. */
const heapOf = ({ heap, type }: Pool): number =>
  heap ?? Math.min(6 * gib, Math.max(gib, Math.floor((instanceMemory(type) ?? 0) / 4)));

const controllersOf = (cluster: Cluster) =>
  cluster.nodes.filter(({ pool }) => cluster.pools[pool]?.roles.includes("controller"));

/** Sorted: the order of the file is for people and changes no configuration. */
const listenersOf = (cluster: Cluster, roles: readonly Role[]): { name: string; port: number }[] =>
  [
    ...(roles.includes("broker") ? Object.values(cluster.listeners) : []),
    ...(roles.includes("controller") ? [{ name: "controllers", port: controllerPort }] : []),
  ]
    .map(({ name, port }) => ({ name: name.toUpperCase(), port }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

const identity = (cluster: Cluster, pool: Pool): Lines => {
  const listeners = listenersOf(cluster, pool.roles);
  const protocols = [...new Set([...listeners.map(({ name }) => name), "CONTROLLERS"])].sort();
  const controllers = controllersOf(cluster).map((node) => ({ ...node, at: `${node.address}:${controllerPort}` }));
  const clusterId = cluster.recorded.cluster.id;
  return {
    "controller.listener.names": "CONTROLLERS",
    "controller.quorum.bootstrap.servers": controllers.map(({ at }) => at).join(","),
    "dataops.cluster.id": clusterId,
    "dataops.heap": heapOf(pool),
    "dataops.jvm": jvm,
    "dataops.roles": [...pool.roles].sort().join(","),
    "dataops.voters": controllers.map(({ id, at }) => `${id}@${at}:${directoryId(clusterId, id, 1)}`).join(","),
    // Brokers and controllers advertise what they listen on, so the listeners name the node's address.
    listeners: listeners.map(({ name, port }) => `${name}://\${node.address}:${port}`).join(","),
    "listener.security.protocol.map": protocols.map((name) => `${name}:PLAINTEXT`).join(","),
    "log.dirs": dataFolder,
    "node.id": "${node.id}",
    "process.roles": [...pool.roles].sort().join(","),
  };
};

const brokerIdentity: Lines = { "broker.rack": "${node.zone}", "inter.broker.listener.name": "BROKERS" };

/** A value as Java reads it: `\` begins an escape, and a blank at the start is skipped. */
const escape = (value: string): string => value.replaceAll("\\", "\\\\").replace(/^ /, "\\ ");

/**
 * The full effective configuration of a pool: dataops' defaults, then the file's `config`, then what identity,
 * network and disk ask for. Java properties, sorted by key; the same for every node of the pool, with `${node.id}`,
 * `${node.address}` and `${node.zone}` for the host to fill in. Pure: the same cluster gives the same bytes.
 *
 * @throws Error when the cluster has no such pool.
 */
export const renderConfig = (cluster: Cluster, poolName: string): string => {
  const pool = cluster.pools[poolName];
  if (pool === undefined) throw new Error(`${cluster.name}: no pool ${poolName}`);
  const broker = pool.roles.includes("broker");
  const defaults = configDefaults.filter(({ controllers }) => broker || controllers === true);
  const set = Object.entries(cluster.config).filter(([key]) => broker || controllersRead(key));
  const lines: Lines = {
    ...Object.fromEntries(defaults.map(({ key, value }) => [key, value(cluster)])),
    ...Object.fromEntries(set),
    ...identity(cluster, pool),
    ...(broker ? brokerIdentity : {}),
  };
  const sorted = Object.entries(lines).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    `# ${cluster.name} ${poolName}: written by dataops, named by its content, never changed`,
    ...sorted.map(([key, value]) => `${key}=${escape(String(value))}`),
    "",
  ].join("\n");
};

/** What the nodes of a pool should run now: the text and the word that names it. */
export const effectiveConfig = (
  cluster: Cluster,
  poolName: string,
): { readonly word: string; readonly text: string } => {
  const text = renderConfig(cluster, poolName);
  return { word: configWord(text), text };
};
