import type { Partition } from "./kafka-health";

/** Stages of one election, however many brokers there are. */
const most = 20;

/**
 * Partitions that can be given back to their preferred leaders, in the stages in which they are: a broker's together,
 * and few brokers' in one stage.
 */
export function leaderStages<T extends Pick<Partition, "replicas" | "isr" | "leader">>(
  partitions: readonly T[],
): T[][] {
  const byLeader = new Map<number, T[]>();
  for (const one of partitions) {
    const [preferred] = one.replicas;
    if (preferred === undefined || preferred === one.leader || !one.isr.includes(preferred)) continue;
    const known = byLeader.get(preferred);
    if (known === undefined) byLeader.set(preferred, [one]);
    else known.push(one);
  }
  const brokers = [...byLeader.keys()].sort((a, b) => a - b);
  const size = Math.ceil(brokers.length / most);
  const stages: T[][] = [];
  for (let i = 0; i < brokers.length; i += size)
    stages.push(brokers.slice(i, i + size).flatMap((id) => byLeader.get(id) ?? []));
  return stages;
}
