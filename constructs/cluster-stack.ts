import type { Construct } from "constructs";
import type { Cluster } from "../spec";
import { PlacedStack } from "./placed-stack";

/** One cluster file, one stack, one state. The stack is named after the cluster. */
export class ClusterStack extends PlacedStack {
  constructor(
    scope: Construct,
    readonly spec: Cluster,
  ) {
    super(scope, spec.name, spec.place);
    this.node.addValidation({ validate: () => this.takenAddresses() });
  }

  /** Addresses that a node of another cluster of the app has in the same VPC: no one cluster file can see that. */
  private takenAddresses(): string[] {
    const others = this.node.root.node
      .findAll()
      .filter((construct) => construct instanceof ClusterStack)
      .filter((stack) => stack !== this && stack.place.network.vpc === this.place.network.vpc);
    return this.spec.nodes.flatMap(({ id, address }) =>
      others
        .filter((other) => other.spec.nodes.some((node) => node.address === address))
        .map((other) => `${this.spec.file}: nodes.${id}.address: taken by ${other.spec.name}; got ${address}`),
    );
  }
}
