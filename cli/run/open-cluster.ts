import type { Cluster } from "../../spec/cluster";
import type { Observed } from "../facts/observed";
import { Fleet } from "./fleet";
import { KafkaReader } from "./kafka-reader";
import { type ObserveOptions, observe } from "./observe";

/** The ways into a running cluster, kept open for the length of a command. */
export interface OpenCluster {
  readonly fleet: Fleet;
  readonly kafka: KafkaReader;
  observe(options?: ObserveOptions): Promise<Observed>;
  close(): Promise<void>;
}

export function openCluster(cluster: Cluster): OpenCluster {
  const fleet = new Fleet(cluster);
  const kafka = new KafkaReader(cluster, fleet);
  return {
    fleet,
    kafka,
    observe: (options) => observe(cluster, fleet, kafka, options),
    close: async () => {
      kafka.close();
      await fleet.close();
    },
  };
}
