import type { Cluster } from "../../spec/cluster";
import type { Observed } from "../facts/observed";
import { KafkaAdmin } from "./kafka/kafka-admin";
import { KafkaReader } from "./kafka/kafka-reader";
import { type ObserveOptions, Observer } from "./observe";
import { Fleet } from "./ssh/fleet";

/** The ways into a running cluster, kept open for the length of a command. */
export interface OpenCluster {
  readonly cluster: Cluster;
  readonly fleet: Fleet;
  readonly kafka: KafkaReader;
  readonly admin: KafkaAdmin;
  observe(options?: ObserveOptions): Promise<Observed>;
}

/** Open a cluster for the length of some work, and close it on every way out. */
export async function withCluster<T>(cluster: Cluster, work: (open: OpenCluster) => Promise<T>): Promise<T> {
  const fleet = new Fleet(cluster);
  const kafka = new KafkaReader(cluster, fleet);
  const admin = new KafkaAdmin(kafka);
  const observer = new Observer({ cluster, fleet, kafka, admin });
  try {
    return await work({ cluster, fleet, kafka, admin, observe: (options) => observer.observe(options) });
  } finally {
    kafka.close();
    await fleet.close();
  }
}
