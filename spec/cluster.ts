import type { Place } from "./place";

/** What a node does in a Kafka cluster (KRaft `process.roles`). */
export type Role = "controller" | "broker";

/** A disk as written in the file (`2TiB at 150MiB/s`) and as numbers. */
export interface Disk {
  /** The text of the file, byte for byte; what records compare. */
  readonly text: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes per second; absent: the volume type's own (gp3: 125 MiB/s). */
  readonly throughput?: number;
  /** Operations per second; absent: the volume type's own (gp3: 3,000). */
  readonly iops?: number;
}

/** Nodes of one shape. What the file's top says the nodes should be. */
export interface Pool {
  readonly name: string;
  /** Instance type, e.g. `m7g.large`. */
  readonly type: string;
  readonly disk: Disk;
  /** Default: `controllers` are controllers, `brokers` are brokers; any other name must say. */
  readonly roles: readonly Role[];
  /** JVM heap in bytes. Default: a quarter of the instance's memory, between 1 GiB and 6 GiB. */
  readonly heap?: number;
}

/** A way in. Inside the private network; TLS and authentication are not there yet and are refused. */
export interface Listener {
  readonly name: string;
  readonly port: number;
  readonly tls: boolean;
  readonly auth: "none";
}

/** Who is where, for life. */
export interface Node {
  readonly id: number;
  readonly pool: string;
  /** Zone id, e.g. `euw1-az1`: zone names differ between accounts. */
  readonly zone: string;
  /** Private IPv4 address, inside the subnet of its zone. */
  readonly address: string;
  /** Which disk of this node, counted from 1; raised when a lost disk is given up. Default 1. */
  readonly generation: number;
}

/** What a node is. Written by dataops; Terraform builds from it. Complete from birth. */
export interface NodeRecord {
  readonly version: string;
  /** Word of an immutable file in `clusters/configs/`. */
  readonly config: string;
  /** Name of an image of the place. */
  readonly image: string;
  readonly type: string;
  readonly disk: Disk;
  /** Number of the bootloader it was born with. */
  readonly boot: number;
}

/** What the cluster is. */
export interface ClusterRecord {
  /** Kafka cluster id: 16 bytes in URL-safe base64, 22 characters. */
  readonly id: string;
  /** Finalized metadata.version, e.g. `3.9-IV0`. */
  readonly metadataVersion: string;
}

/** One cluster file, read, checked and resolved against its place. */
export interface Cluster {
  /** Path of the file, as it was asked for. */
  readonly file: string;
  readonly name: string;
  readonly kind: "kafka";
  readonly place: Place;
  readonly version: string;
  readonly image: string;
  readonly traffic: {
    /** Bytes per second that producers write. */
    readonly in: number;
    /** Milliseconds that records are kept. */
    readonly keep: number;
    /** Replicas of a partition. */
    readonly replicas: number;
  };
  readonly pools: Readonly<Record<string, Pool>>;
  /** Broker configuration that people set, over the toolkit's defaults. */
  readonly config: Readonly<Record<string, string>>;
  /** In the file's order; `clients` and `brokers` are required. */
  readonly listeners: Readonly<Record<string, Listener>>;
  /** Name of a secret. Reserved: nothing reads it until listeners have TLS and authentication. */
  readonly secrets?: string;
  /** Names of clusters that are not to be rolled at the same time. */
  readonly linked: readonly string[];
  readonly ssh: { readonly user: string; readonly sudo: boolean; readonly port: number };
  /** Ordered by id. */
  readonly nodes: readonly Node[];
  readonly recorded: {
    readonly cluster: ClusterRecord;
    /** By node id; one for every node. */
    readonly nodes: Readonly<Record<number, NodeRecord>>;
  };
}
