import type { Construct } from "constructs";
import { ClusterStack, KafkaCluster, Network } from "dataops/constructs";
import { readCluster } from "dataops/spec";

/** Ingest. Small, never down: producers write, only the mirror reads. */
export class KafkaWriteStack extends ClusterStack {
  constructor(scope: Construct) {
    const spec = readCluster("kafka-write", "kafka");
    super(scope, spec); // provider, state backend, account guard: the place's

    const network = Network.lookup(this, spec.place);
    const kafka = new KafkaCluster(this, "kafka", { spec, network });

    kafka.clients.allowFrom(network.range("ingest"));
    kafka.ssh.allowFrom(network.bastion);
  }
}
