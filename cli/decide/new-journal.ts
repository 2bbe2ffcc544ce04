import type { Cluster } from "../../spec/cluster";
import { isReachable } from "../facts/node-report";
import type { Observed } from "../facts/observed";
import type { Target, Targets } from "../facts/target";
import type { Journal } from "./journal";
import { processOf } from "./work";

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
  /** Restart nodes that already run what they should, and those whose change could be made live. */
  readonly restart: boolean;
  readonly overrides: Readonly<Record<string, string>>;
  readonly accepted?: Readonly<Record<string, string>>;
  readonly replace?: Journal["replace"];
  readonly set?: Journal["set"];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What the top of the cluster file asks for, as flat keys: a roll is pinned to it. */
export const topOf = (cluster: Cluster, words: Readonly<Record<string, string>>): Record<string, string> => ({
  version: cluster.version,
  image: cluster.image,
  ...Object.fromEntries(Object.entries(words).map(([pool, word]) => [`config of ${pool}`, word])),
  ...Object.fromEntries(
    Object.values(cluster.pools).flatMap(({ name, type, disk }) => [
      [`type of ${name}`, type],
      [`disk of ${name}`, disk.text],
    ]),
  ),
});

/** The journal of a roll that begins: its targets are pinned here. */
export function newJournal(roll: NewRoll): Journal {
  const { cluster, observed } = roll;
  const nodes = cluster.nodes.filter((n) => roll.only === undefined || roll.only.includes(n.id));
  const target = (name: string): Target => {
    const pool = cluster.pools[name];
    const config = roll.words[name];
    if (pool === undefined || config === undefined) throw new Error(`pool ${name} has no config word`);
    return { version: cluster.version, config, image: cluster.image, type: pool.type, disk: pool.disk.text };
  };
  const processes = nodes.flatMap((n): [number, string][] => {
    const report = observed.nodes[n.id];
    return report === undefined || !isReachable(report) ? [] : [[n.id, processOf(report)]];
  });
  return {
    ...blank(roll),
    kind: "roll",
    targets: Object.fromEntries(nodes.map((n) => [n.id, target(n.pool)])),
    set: roll.set ?? [],
    ...(roll.restart ? { restart: Object.fromEntries(processes), restartAll: true } : {}),
    ...(roll.replace === undefined ? {} : { replace: roll.replace }),
  };
}

/** The journal of a roll that takes nodes back to what they were. */
export const rollbackJournal = (roll: NewRoll, targets: Targets): Journal => ({
  ...blank(roll),
  kind: "rollback",
  targets,
  set: roll.set ?? [],
});

const blank = (roll: NewRoll): Omit<Journal, "kind" | "targets" | "set"> => ({
  format: 2,
  id: roll.id,
  cluster: roll.cluster.name,
  playbook: roll.playbook,
  by: roll.by,
  began: roll.now,
  top: topOf(roll.cluster, roll.words),
  overrides: roll.overrides,
  accepted: roll.accepted ?? {},
  batches: 0,
  finished: [],
  after: [],
  undo: [],
  waits: [],
  departures: [],
  behind: [],
  sittings: [],
});
