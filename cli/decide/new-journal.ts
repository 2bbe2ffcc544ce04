import type { Cluster } from "../../spec/cluster";
import { isReachable } from "../facts/node-report";
import type { Observed } from "../facts/observed";
import type { Target } from "../facts/target";
import type { Journal } from "./journal";
import { processOf } from "./need";

export interface NewRoll {
  readonly id: string;
  readonly by: string;
  readonly playbook: string;
  readonly cluster: Cluster;
  readonly observed: Observed;
  /** Effective config word of each pool now. */
  readonly words: Readonly<Record<string, string>>;
  /** Ids to roll; absent: every node. */
  readonly only?: readonly number[];
  /** Restart nodes that already run what they should. */
  readonly restart: boolean;
  readonly overrides: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What the top of the cluster file asks for, as flat keys: a roll is pinned to it. */
export const topOf = (cluster: Cluster, words: Readonly<Record<string, string>>): Record<string, string> => ({
  version: cluster.version,
  ...Object.fromEntries(Object.entries(words).map(([pool, word]) => [`config of ${pool}`, word])),
});

/** The journal of a roll that begins: its targets are pinned here. */
export function newJournal(roll: NewRoll): Journal {
  const { cluster, observed } = roll;
  const nodes = cluster.nodes.filter((n) => roll.only === undefined || roll.only.includes(n.id));
  const target = (pool: string): Target => ({ version: cluster.version, config: roll.words[pool] ?? missing(pool) });
  const processes = nodes.flatMap((n): [number, string][] => {
    const report = observed.nodes[n.id];
    return report === undefined || !isReachable(report) ? [] : [[n.id, processOf(report)]];
  });
  return {
    format: 1,
    id: roll.id,
    cluster: cluster.name,
    playbook: roll.playbook,
    by: roll.by,
    began: roll.now,
    targets: Object.fromEntries(nodes.map((n) => [n.id, target(n.pool)])),
    top: topOf(cluster, roll.words),
    ...(roll.restart ? { restart: Object.fromEntries(processes) } : {}),
    overrides: roll.overrides,
    finished: [],
    after: [],
  };
}

function missing(pool: string): never {
  throw new Error(`pool ${pool} has no config word`);
}
