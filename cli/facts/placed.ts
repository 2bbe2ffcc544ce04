import type { PartitionOrder } from "./partition-order";

/** Where a partition is. */
export interface Placed extends PartitionOrder {
  /** Node id; -1 when it has none. */
  readonly leader: number;
}
