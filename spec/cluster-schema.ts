import { z } from "zod";
import { configWordPattern } from "./config-word";
import { diskPattern } from "./disk";
import { durationPattern } from "./duration";
import { flag, keyed, named, textLike, wholeNumber } from "./field";
import { ratePattern } from "./rate";
import { sizePattern } from "./size";

const name = (of: string) =>
  textLike(`${of}: a small letter, then small letters, digits and -`, /^[a-z][a-z0-9-]{0,38}$/);
const version = () => textLike("a release of Kafka such as 3.9.1, whole", /^\d+\.\d+\.\d+$/);
const instanceType = () => textLike("an instance type such as m7g.large", /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/);
const disk = () => textLike("a disk such as 50GiB, 2TiB at 150MiB/s or 2TiB at 800MiB/s with 6000iops", diskPattern);
const nodeId = () => textLike("a node id: a whole number from 1 to 99999", /^[1-9]\d{0,4}$/);

const traffic = keyed({
  in: textLike("a rate such as 20MiB/s", ratePattern).describe(
    "What producers write, the whole cluster, at the busiest hour.",
  ),
  keep: textLike("a duration such as 12h", durationPattern).describe("How long records are kept (log.retention.ms)."),
  replicas: wholeNumber(
    "a whole number from 2 to 9, as with one replica no node stops without an outage",
    2,
    9,
  ).describe("Replicas of a partition (default.replication.factor); at most the zones that have brokers."),
}).describe("What goes through the cluster. Disks, retention and replication are checked against it and made from it.");

const role = z.enum(["controller", "broker"], { error: "controller or broker" });

const pool = keyed({
  type: instanceType().describe("Instance type that the pool's nodes should have, e.g. m7g.xlarge."),
  disk: disk().describe(
    "The data disk (gp3) of each node, e.g. `50GiB`, `2TiB at 150MiB/s`, `2TiB at 800MiB/s with 6000iops`. Disks never shrink.",
  ),
  roles: z
    .array(role, { error: "a list of roles such as [controller, broker]" })
    .min(1, { error: "at least one role" })
    .max(2, { error: "each role once" })
    .optional()
    .describe(
      "What its nodes do. Default: `controllers` are controllers, `brokers` are brokers; any other pool must say.",
    ),
  heap: textLike("a size such as 4GiB", sizePattern)
    .optional()
    .describe("Heap of the JVM. Default: a quarter of the instance's memory, from 1GiB to 6GiB."),
});

const listener = keyed({
  port: wholeNumber("a port from 1024 to 65535", 1024, 65535).describe("TCP port; 9093 is the controllers' own."),
  tls: z
    .literal(false, { error: "false: TLS is not supported yet, listeners stay inside the private network" })
    .describe("Encryption. Not supported yet: false."),
  auth: z
    .literal("none", { error: "none: authentication is not supported yet, listeners stay inside the private network" })
    .describe("Authentication. Not supported yet: none."),
});

const listenerName = textLike("a name: a small letter, then small letters, digits and _", /^[a-z][a-z0-9_]{0,30}$/);

const node = keyed({
  pool: name("a pool").describe("Name of its pool."),
  zone: textLike(
    "a zone id such as euw1-az1 (zone names differ between accounts)",
    /^[a-z]+\d*-[a-z]+\d+(-[a-z0-9-]+)?$/,
  ).describe("Zone id; one of the place's."),
  address: textLike("an IPv4 address such as 10.77.1.11", /^\d{1,3}(\.\d{1,3}){3}$/).describe(
    "Private address, in the subnet of its zone; nobody else's.",
  ),
  generation: wholeNumber("a whole number from 1", 1, 9999)
    .optional()
    .describe("Which disk of this node, counted from 1; raised when a lost disk is given up. Default 1."),
});

const nodeRecord = keyed({
  version: version().describe("Release that this node runs."),
  config: textLike("a word of eight letters from k to z", configWordPattern).describe(
    "Name of the file in configs/<cluster>/ with the configuration that this node runs.",
  ),
  image: name("an image").describe("Image that its instance is built from; one of the place's."),
  type: instanceType().describe("Instance type that it has."),
  disk: disk().describe("Disk that it has."),
  boot: wholeNumber("the number of a bootloader, from 1", 1, 999).describe("Bootloader that it was born with."),
});

const clusterRecord = keyed({
  id: textLike("a Kafka cluster id: 22 letters of URL-safe base64", /^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/).describe(
    "Cluster id; on every disk, so it never changes.",
  ),
  "metadata.version": textLike("a metadata version such as 3.9-IV0", /^\d+\.\d+-IV\d+$/).describe(
    "Finalized metadata.version. A first format uses it.",
  ),
}).describe("What the cluster as a whole is.");

/** The cluster file of kind kafka, as it is written. Its descriptions are the manual. */
export const clusterSchema = keyed({
  name: name("a name").describe("Name of the cluster and of this file."),
  kind: z.literal("kafka", { error: "kafka" }).describe("What kind of cluster."),
  place: name("a place").describe("Where it stands: a key of places.yaml."),
  version: version().describe("Release that every node should run. Written by people; nothing moves before a roll."),
  image: name("an image").describe("Image that every node should have; one of the place's."),
  traffic,
  pools: named(name("a pool"), pool, "a map of pools").describe("Nodes of one shape. What they should be."),
  config: z
    .record(
      textLike("a configuration key such as min.insync.replicas", /^[A-Za-z0-9][A-Za-z0-9._-]*$/),
      z.union([z.string(), z.number(), z.boolean()], { error: "text, a number, true or false" }),
      { error: "a map of configuration keys" },
    )
    .optional()
    .describe("Kafka's own configuration keys, over dataops' defaults."),
  listeners: named(listenerName, listener, "a map of listeners").describe(
    "Ways in. `clients` and `brokers` are required; the names become Kafka's, in capitals.",
  ),
  secrets: textLike("a name such as prod/kafka-write", /^[a-z0-9][a-z0-9/_-]*$/)
    .optional()
    .describe(
      "Name under which the cluster's secrets are kept. Reserved: nothing reads it until listeners have TLS and authentication.",
    ),
  linked: z
    .array(name("a cluster"), { error: "a list of clusters such as [kafka-read]" })
    .optional()
    .describe("Clusters that this one is mirrored with: nobody rolls both at the same time. Default: none."),
  ssh: keyed({
    user: textLike("a user name such as admin", /^[a-z_][a-z0-9_-]{0,31}$/).describe("User to log in as."),
    sudo: flag().describe("Whether that user needs sudo."),
    port: wholeNumber("a port from 1 to 65535", 1, 65535).optional().describe("Default 22."),
  }).describe("How operators log in to the nodes."),
  nodes: named(nodeId(), node, "a map of nodes by id").describe(
    "Who is where, for life: an id keeps its disk and its address.",
  ),
  recorded: keyed({ cluster: clusterRecord }, "a map of cluster and node ids")
    .catchall(nodeRecord)
    .describe("What it is, by node id. dataops writes this; Terraform builds from it."),
}).describe("A Kafka cluster: what it should be, who is where, and what it is.");

/** What a cluster file says, before it is checked against its place. */
export type ClusterText = z.output<typeof clusterSchema>;

/** What a node's record says. */
export type NodeRecordText = z.output<typeof nodeRecord>;
