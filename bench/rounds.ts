import { summary } from "./measure/summary";
import type { Bench, Result } from "./result";
import { fewestRounds } from "./world/fewest-rounds";
import { foldRoll } from "./world/fold-roll";
import { type Placement, placedPartitions } from "./world/placed-partitions";
import { brokersOf } from "./world/scale-cluster";
import { scaleWorld } from "./world/scale-world";

const sizes = [3, 6, 60, 300] as const;
const partitionsABroker = 20;
const seed = 1;

/** Rounds in which brokers are rolled when several may go at a time, simulated: beside one by one, and the least possible. */
export const rounds: Bench = {
  name: "rounds",
  says: "rounds of parallel rolls, simulated",
  async run(say) {
    const results: Result[] = [];
    const notes: string[] = [];
    for (const placement of ["rack-aware", "scattered"] as const)
      for (const brokers of sizes) {
        const found = await roundsOf(brokers, placement);
        say(found.says);
        results.push(found.result);
        notes.push(`rounds: ${found.says}`);
      }
    return { results, notes };
  },
};

function roundsOf(brokers: number, placement: Placement): Promise<{ result: Result; says: string }> {
  const maxParallel = Math.max(3, brokers / 10);
  const partitions = brokers * partitionsABroker;
  const world = scaleWorld({ brokers, partitions, placement, maxParallel, seed });
  const { batches } = foldRoll(world);
  const placed = placedPartitions(brokersOf(world.cluster), partitions, placement, seed);
  check(
    batches,
    placed.map(({ replicas }) => replicas),
    brokers,
  );
  const least = fewestRounds(
    brokersOf(world.cluster).map(({ id }) => id),
    placed,
    maxParallel,
  );
  const most = Math.max(...batches.map((batch) => batch.length));
  const says = `${brokers} brokers, ${placement}, at most ${maxParallel} at a time: ${batches.length} rounds, serial ${brokers}, at least ${least.rounds} (${least.bySize} by size, ${least.byConflict} by shared partitions); largest batch ${most}`;
  const result = summary(`${brokers} brokers, ${placement}, ${maxParallel} at a time`, "rounds", [batches.length], {
    peer: { name: `serial ${brokers}, at least`, median: least.rounds },
  });
  return Promise.resolve({ result, says });
}

/** A figure of a roll that would break a promise is none: every broker once, no two of a batch on one partition. */
function check(
  batches: readonly (readonly number[])[],
  replicas: readonly (readonly number[])[],
  brokers: number,
): void {
  const round = new Map(batches.flatMap((batch, i) => batch.map((id): [number, number] => [id, i])));
  if (round.size !== brokers || batches.flat().length !== brokers) throw new Error("expected every broker once");
  for (const on of replicas)
    if (new Set(on.map((id) => round.get(id))).size !== on.length)
      throw new Error(`brokers ${on.join(", ")} share a partition; expected each in a batch of its own`);
}
