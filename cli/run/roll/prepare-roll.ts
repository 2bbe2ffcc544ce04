import { randomBytes } from "node:crypto";
import { hostname, userInfo } from "node:os";
import {
  BadInput,
  type Cluster,
  clusterFile,
  effectiveConfig,
  knownVersions,
  readCluster,
  readClusterFrom,
} from "../../../spec";
import { readText } from "../../../spec/read-cluster";
import { allowedUpgrades } from "../../../spec/releases";
import { openSource } from "../../../spec/source";
import type { Journal } from "../../decide/journal";
import { type NewRoll, newJournal, topOf } from "../../decide/new-journal";
import type { Observed } from "../../facts/observed";
import { setValues, type ValueSet } from "../../write/set-values";
import { usualPlaybook } from "./read-playbook";

/** What the cluster file will say once `--set` is applied; nothing is written yet. */
export interface Intent {
  readonly cluster: Cluster;
  readonly file: string;
  /** The text that was edited and what it became, when there is something to write. */
  readonly edit?: { readonly before: string; readonly after: string };
  /** What was set, from what. */
  readonly set: readonly ValueSet[];
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
  if (set.length === 0) return intentOf(before, []);
  const edited = setValues(name, set);
  if (edited.after === edited.before) return intentOf(before, []);
  return intentOf(readClusterFrom(name, edited.after), edited.set, edited);
}

/** What a cluster's top asks for. */
function intentOf(cluster: Cluster, set: readonly ValueSet[], edit?: Intent["edit"]): Intent {
  const configs = Object.fromEntries(Object.keys(cluster.pools).map((pool) => [pool, effectiveConfig(cluster, pool)]));
  return {
    cluster,
    file: clusterFile(cluster.name),
    set,
    configs,
    top: topOf(cluster, wordsOf(configs)),
    ...(edit === undefined ? {} : { edit }),
  };
}

const wordsOf = (configs: Intent["configs"]): Record<string, string> =>
  Object.fromEntries(Object.entries(configs).map(([pool, { word }]) => [pool, word]));

/** The recorded configs, and beside them those that the intent would write. */
export const withIntended = (observed: Observed, { configs }: Intent): Observed => ({
  ...observed,
  configs: { ...observed.configs, ...Object.fromEntries(Object.values(configs).map(({ word, text }) => [word, text])) },
});

/**
 * A roll goes up, in steps that Kafka allows.
 *
 * @throws BadInput naming the versions that every node may go to
 */
export function checkVersion({ cluster, file, edit }: Intent, only: readonly number[] | undefined): void {
  const { version } = cluster;
  const wrong = cluster.nodes
    .filter(({ id }) => only === undefined || only.includes(id))
    .flatMap(({ id }) => {
      const from = cluster.recorded.nodes[id]?.version ?? version;
      const allowed = allowedUpgrades(from, knownVersions("kafka"));
      return from === version || allowed.includes(version) ? [] : [{ id, from, allowed }];
    });
  const [first] = wrong;
  if (first === undefined) return;
  const nodes = wrong.filter(({ from }) => from === first.from).map(({ id }) => id);
  const source = openSource(file, edit?.after ?? readText(file));
  throw new BadInput([
    source.mistake({
      path: ["version"],
      what: `no allowed step from ${first.from}, which ${nodes.length === 1 ? "node" : "nodes"} ${nodes.join(", ")} ${nodes.length === 1 ? "runs" : "run"}`,
      expected: `${[first.from, ...first.allowed].join(" or ")} (a roll never takes a node down a version, dataops rollback does)`,
      got: version,
    }),
  ]);
}

/** Who runs this command: `user@host`. */
export const operator = (): string => `${userInfo().username}@${hostname()}`;

export interface RollRequest {
  /** By name; absent: the usual one. */
  readonly playbook?: string;
  readonly only?: readonly number[];
  readonly restart: boolean;
  readonly override: Readonly<Record<string, string>>;
  readonly accept: Readonly<Record<string, string>>;
  readonly replace?: number;
  readonly lostDisk: boolean;
}

/** What every journal begins with. */
export const newRoll = (intent: Intent, observed: Observed, request: RollRequest): NewRoll => {
  const now = Date.now();
  return {
    id: `${new Date(now)
      .toISOString()
      .replace(/\.\d+Z$/, "Z")
      .replace(/:/g, "")}-${randomBytes(2).toString("hex")}`,
    by: operator(),
    playbook: request.playbook ?? usualPlaybook,
    cluster: intent.cluster,
    observed,
    words: wordsOf(intent.configs),
    ...(request.only === undefined ? {} : { only: request.only }),
    restart: request.restart,
    overrides: request.override,
    accepted: request.accept,
    set: intent.set,
    ...(request.replace === undefined
      ? {}
      : {
          only: [request.replace],
          replace: {
            [request.replace]: {
              instance: observed.machines[request.replace]?.instance ?? null,
              lostDisk: request.lostDisk,
            },
          },
        }),
    now,
  };
};

/** The journal of a roll that begins now. */
export const beginJournal = (intent: Intent, observed: Observed, request: RollRequest): Journal =>
  newJournal(newRoll(intent, observed, request));
