import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { ensureArtefact } from "../../../../cli/run/artefact/artefact";
import type { Ways } from "../../../../cli/run/ssh/first-session";
import type { Transport } from "../../../../cli/run/ssh/transport";
import { createTopic } from "../../../../lab/traffic/create-topic";
import { unpackArtefact } from "../../../../lab/traffic/kafka-tool";
import type { Cluster, Node } from "../../../../spec/cluster";
import { directoryId } from "../../../../spec/directory-id";
import { clusterBehind, freePort, until } from "../ssh/sshd";

const clusterId = "MkU3OEVBNTcwNTJENDM2Qg";

/** Brokers that are controllers too, on loopback addresses of their own, with the same ports. */
export interface Brokers {
  readonly libs: string;
  readonly cluster: Cluster;
  /** Straight to them, without SSH. */
  readonly ways: Ways;
  readonly bootstrap: string;
  readonly controllerPort: number;
  /** Of the metadata directory, by node id. */
  readonly directories: Readonly<Record<number, string>>;
  /** Of a node; the first holds the metadata. */
  logDirs(id: number): readonly string[];
  topic(name: string, partitions: number, replicas: number): Promise<void>;
  /** SIGTERM, and its end. */
  stopNode(id: number): Promise<void>;
  startNode(id: number): Promise<void>;
  stop(): Promise<void>;
}

/** Why there cannot be brokers here, or undefined. */
export const noBrokers = ((): string | undefined => {
  if (spawnSync("java", ["-version"]).error !== undefined) return "no java";
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "dataops", "artefacts");
  const cached = ["3.9.1", "4.1.1"].every((version) => existsSync(join(cache, `kafka-${version}.tar`)));
  return cached || spawnSync("mvn", ["--version"]).error === undefined ? undefined : "no artefact and no Maven";
})();
if (noBrokers !== undefined && process.env.CI !== undefined) throw new Error(`${noBrokers}; expected both with CI set`);

const java = (libs: string, heap: string): string[] => [
  ...["-Xms64m", `-Xmx${heap}`, "-XX:+UseSerialGC", "-XX:ReservedCodeCacheSize=64m", "-XX:TieredStopAtLevel=1"],
  ...["-XX:+ExitOnOutOfMemoryError", `-Dlog4j.configuration=file:${join(libs, "..", "quiet.properties")}`],
  ...[`-Dlog4j2.configurationFile=${join(libs, "..", "quiet.yaml")}`, "-cp", `${libs}/*`],
];

const quiet = {
  "quiet.properties":
    "log4j.rootLogger=WARN, o\nlog4j.appender.o=org.apache.log4j.ConsoleAppender\nlog4j.appender.o.layout=org.apache.log4j.PatternLayout\nlog4j.appender.o.layout.ConversionPattern=%p %m%n\n",
  "quiet.yaml":
    "Configuration:\n  Appenders:\n    Console:\n      name: o\n      PatternLayout:\n        pattern: '%p %m%n'\n  Loggers:\n    Root:\n      level: WARN\n      AppenderRef:\n        - ref: o\n",
};

const run = async (argv: readonly string[]): Promise<void> => {
  const child = spawn(argv[0] ?? "", argv.slice(1), { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  if (code !== 0) throw new Error(`${argv.at(-1)}: exit ${code}; ${said.slice(-1500)}`);
};

export interface BrokersOptions {
  readonly version: string;
  /** Default 3. */
  readonly nodes?: number;
  /** metadata.version that they are formatted with. Default: the release's own. */
  readonly metadataVersion?: string;
}

export async function startBrokers({ version, nodes = 3, metadataVersion }: BrokersOptions): Promise<Brokers> {
  const libs = await unpackArtefact(await ensureArtefact(version));
  for (const [name, text] of Object.entries(quiet)) writeFileSync(join(libs, "..", name), text);
  const folder = mkdtempSync(join(tmpdir(), "dataops-brokers-"));
  const [port, controllerPort] = [await freePort(), await freePort()];
  const ids = Array.from({ length: nodes }, (_, i) => i + 1);
  const address = (id: number): string => `127.0.0.${id}`;
  const directories = Object.fromEntries(ids.map((id) => [id, directoryId(clusterId, id, 1)]));
  const logDirs = (id: number): string[] => [join(folder, `${id}`, "a"), join(folder, `${id}`, "b")];
  const file = (id: number): string => join(folder, `${id}`, "server.properties");
  const config = (id: number): string =>
    Object.entries({
      "node.id": id,
      "process.roles": "broker,controller",
      "broker.rack": `zone-${id}`,
      "controller.listener.names": "CONTROLLERS",
      "controller.quorum.bootstrap.servers": ids.map((one) => `${address(one)}:${controllerPort}`).join(","),
      listeners: `BROKERS://${address(id)}:${port},CONTROLLERS://${address(id)}:${controllerPort}`,
      "listener.security.protocol.map": "BROKERS:PLAINTEXT,CONTROLLERS:PLAINTEXT",
      "inter.broker.listener.name": "BROKERS",
      "log.dirs": logDirs(id).join(","),
      "offsets.topic.replication.factor": 1,
      "log.cleaner.dedupe.buffer.size": 4 * 2 ** 20,
      "num.network.threads": 2,
      "num.io.threads": 2,
      "min.insync.replicas": 2,
      // A directory that is gone is noticed when this is due.
      "log.flush.offset.checkpoint.interval.ms": 500,
      "auto.leader.rebalance.enable": false,
    })
      .map(([key, value]) => `${key}=${value}\n`)
      .join("");
  const voters = ids.map((id) => `${id}@${address(id)}:${controllerPort}:${directories[id]}`).join(",");
  const release = metadataVersion === undefined ? [] : ["--release-version", metadataVersion];
  await Promise.all(
    ids.map((id) => {
      mkdirSync(join(folder, `${id}`), { recursive: true });
      writeFileSync(file(id), config(id));
      const format = ["format", "-t", clusterId, "-c", file(id), "--initial-controllers", voters, ...release];
      return run(["java", ...java(libs, "128m"), "kafka.tools.StorageTool", ...format]);
    }),
  );

  const running = new Map<number, ChildProcess>();
  const answers = (id: number): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(port, address(id), () => {
        socket.destroy();
        resolve(true);
      }).on("error", () => resolve(false));
    });
  const startNode = async (id: number): Promise<void> => {
    const log = join(folder, `${id}`, "log");
    const child = spawn("java", [...java(libs, "256m"), "kafka.Kafka", file(id)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const written = createWriteStream(log, { flags: "a" });
    child.stdout.pipe(written);
    child.stderr.pipe(written);
    running.set(id, child);
    await until(
      `broker ${id}`,
      () => {
        if (child.exitCode !== null) throw new Error(`broker ${id} ended: ${readFileSync(log, "utf8").slice(-2000)}`);
        return answers(id);
      },
      90_000,
    );
  };
  const stopNode = async (id: number): Promise<void> => {
    const child = running.get(id);
    running.delete(id);
    if (child === undefined || child.exitCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  };
  const stop = async (): Promise<void> => {
    const alive = [...running.values()].filter((child) => child.exitCode === null && child.signalCode === null);
    await Promise.all(
      alive.map((child) => {
        const ended = once(child, "exit");
        child.kill("SIGKILL");
        return ended;
      }),
    );
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(ids.map(startNode));
  } catch (error) {
    await stop();
    throw error;
  }

  const behind = clusterBehind({ port: 0, key: "", knownHosts: "" });
  const node = (id: number): Node => ({ id, pool: "both", zone: `zone-${id}`, address: address(id), generation: 1 });
  const pool = {
    name: "both",
    type: "m7g.large",
    disk: { text: "1GiB", size: 2 ** 30 },
    roles: ["broker", "controller"],
  };
  const cluster = {
    ...behind,
    nodes: ids.map(node),
    pools: { both: pool },
    listeners: { brokers: { name: "brokers", port, tls: false, auth: "none" } },
    recorded: { ...behind.recorded, cluster: { id: clusterId, metadataVersion: metadataVersion ?? "" } },
  } as Cluster;
  const transport: Transport = {
    run: () => Promise.reject(new Error("no commands here")),
    open: (host, at) =>
      new Promise((resolve, reject) => {
        const socket = connect(at, host, () => resolve(socket)).on("error", reject);
        socket.setNoDelay(true);
      }),
    close: () => Promise.resolve(),
  };
  const bootstrap = ids.map((id) => `${address(id)}:${port}`).join(",");
  return {
    ...{ libs, cluster, bootstrap, controllerPort, directories, logDirs, startNode, stopNode, stop },
    ways: { to: () => Promise.resolve(transport) },
    topic: (name, partitions, replicas) => createTopic(libs, bootstrap, { name, partitions, replicas }),
  };
}
