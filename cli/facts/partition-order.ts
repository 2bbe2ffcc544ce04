/** The order of a partition's replicas; the first is its preferred leader. */
export interface PartitionOrder {
  readonly topic: string;
  readonly partition: number;
  readonly replicas: readonly number[];
}
