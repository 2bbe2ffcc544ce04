import { randomBytes } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { type Cluster, clusterFile, effectiveConfig, readCluster, readClusterFrom } from "../../spec";
import type { Journal } from "../decide/journal";
import { newJournal, topOf } from "../decide/new-journal";
import type { Observed } from "../facts/observed";
import { setValues } from "../write/set-values";

/** What the cluster file will say once `--set` is applied; nothing is written yet. */
export interface Intent {
  readonly cluster: Cluster;
  readonly file: string;
  /** The text that was edited and what it became, when there is something to write. */
  readonly edit?: { readonly before: string; readonly after: string };
  /** Effective config of each pool: word and text. */
  readonly configs: Readonly<Record<string, { readonly word: string; readonly text: string }>>;
  /** What the top asks for; a roll is pinned to it. */
  readonly top: Readonly<Record<string, string>>;
}

/**
 * Read a cluster with `--set` pairs applied in memory, and check the whole as if it stood in the file.
 *
 * @throws BadInput
 */
export function readIntent(name: string, set: readonly string[]): Intent {
  const before = readCluster(name);
  const edited = set.length === 0 ? undefined : setValues(name, set);
  const changed = edited !== undefined && edited.after !== edited.before;
  return intentOf(changed ? readClusterFrom(name, edited.after) : before, changed ? edited : undefined);
}

/** What a cluster's top asks for. */
function intentOf(cluster: Cluster, edit?: Intent["edit"]): Intent {
  const configs = Object.fromEntries(Object.keys(cluster.pools).map((pool) => [pool, effectiveConfig(cluster, pool)]));
  const words = Object.fromEntries(Object.entries(configs).map(([pool, { word }]) => [pool, word]));
  return {
    cluster,
    file: clusterFile(cluster.name),
    configs,
    top: topOf(cluster, words),
    ...(edit === undefined ? {} : { edit }),
  };
}

/** Who runs this command: `user@host`. */
export const operator = (): string => `${userInfo().username}@${hostname()}`;

export interface RollRequest {
  readonly playbook: string;
  readonly only?: readonly number[];
  readonly restart: boolean;
  readonly override: Readonly<Record<string, string>>;
}

/** The journal of a roll that begins now. */
export function beginJournal(intent: Intent, observed: Observed, request: RollRequest): Journal {
  const now = Date.now();
  const words = Object.fromEntries(Object.entries(intent.configs).map(([pool, { word }]) => [pool, word]));
  return newJournal({
    id: `${new Date(now)
      .toISOString()
      .replace(/\.\d+Z$/, "Z")
      .replace(/:/g, "")}-${randomBytes(2).toString("hex")}`,
    by: operator(),
    playbook: request.playbook,
    cluster: intent.cluster,
    observed,
    words,
    ...(request.only === undefined ? {} : { only: request.only }),
    restart: request.restart,
    overrides: request.override,
    now,
  });
}
