import { expect, it } from "vitest";
import { fewestRounds } from "../../bench/world/fewest-rounds";
import { placedPartitions } from "../../bench/world/placed-partitions";
import { brokersOf, scaleCluster } from "../../bench/world/scale-cluster";

const brokers = brokersOf(scaleCluster(60));
const ids = brokers.map(({ id }) => id);

it("needs a round a rack where every partition has a replica in each", () => {
  const placed = placedPartitions(brokers, 6000, "rack-aware", 1);
  expect(fewestRounds(ids, placed, 60)).toEqual({ bySize: 1, byConflict: 3, rounds: 3 });
  expect(fewestRounds(ids, placed, 6)).toEqual({ bySize: 10, byConflict: 3, rounds: 10 });
});

it("needs a round a broker where any two share a partition", () => {
  expect(fewestRounds(ids, placedPartitions(brokers, 12_000, "scattered", 1), 60).rounds).toBe(60);
});

it("places the same for the same seed, three replicas on three brokers", () => {
  for (const placement of ["rack-aware", "scattered"] as const) {
    const placed = placedPartitions(brokers, 600, placement, 7);
    expect(placed).toEqual(placedPartitions(brokers, 600, placement, 7));
    expect(placed).not.toEqual(placedPartitions(brokers, 600, placement, 8));
    expect(placed.every(({ replicas }) => new Set(replicas).size === 3)).toBe(true);
  }
});
