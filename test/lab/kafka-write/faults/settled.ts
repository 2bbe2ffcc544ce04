import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { DescribeInstanceAttributeCommand } from "@aws-sdk/client-ec2";
import { expect } from "vitest";
import type { Journal } from "../../../../cli/decide/journal";
import type { LeaseRecord } from "../../../../cli/decide/lease";
import { parseJournal } from "../../../../cli/decide/parse-journal";
import { isReachable } from "../../../../cli/facts/node-report";
import { Bucket } from "../../../../cli/run/aws/bucket";
import { readLabels } from "../../../../cli/run/aws/labels";
import { withCluster } from "../../../../cli/run/open-cluster";
import { JournalStore } from "../../../../cli/run/roll/journal-store";
import { emulatorClient } from "../../../../lab/emulator/emulator-client";
import { findHost } from "../../../../lab/find-host";
import { initOf } from "../../../../lab/hosts/run-host";
import { clusterFile } from "../../../../spec";
import { cluster, name, until, wellAndEqual } from "../../deployed";

/** What a roll changes for a time, and what it must not change at all. */
export interface Standing {
  readonly orders: Readonly<Record<string, string>>;
  readonly overrides: unknown;
  readonly protections: Readonly<Record<number, string>>;
  readonly file: string;
  readonly lease: LeaseRecord["holder"];
  readonly journal: Journal | null;
  /** Of the last roll that ended. */
  readonly undo: Journal["undo"];
}

let known: Standing | undefined;

/** How everything stands before a test: as the test before has left it, and looked at, or looked at now. */
export async function standing(): Promise<Standing> {
  const before = known ?? (await standingNow());
  known = undefined;
  return before;
}

/** How everything stands once every node serves and equals its record. */
export async function standingNow(): Promise<Standing> {
  // The preferred leaders lead again a moment after they were asked to.
  await until("well", wellAndEqual, 60);
  return withCluster(cluster(), async (open) => {
    const { kafka, overrides } = await open.observe({ cloudMaxAge: 0 });
    if (!isReachable(kafka)) throw new Error(kafka.unreachable);
    const orders = Object.fromEntries(
      kafka.partitions
        .map((p): [string, string] => [`${p.topic}-${p.partition}`, `${p.replicas.join(",")} led by ${p.leader}`])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    const bucket = new Bucket(cluster().place);
    try {
      const store = new JournalStore<Journal>(bucket, name, parseJournal);
      const last = (await store.ids()).at(-1);
      const lease = await bucket.get(`clusters/${name}/lease`);
      return {
        orders,
        overrides,
        protections: await protections(),
        file: readFileSync(clusterFile(name), "utf8"),
        lease: lease === undefined ? null : (JSON.parse(lease.body.toString("utf8")) as LeaseRecord).holder,
        journal: (await store.load()) ?? null,
        undo: last === undefined ? [] : ((await store.read(last))?.undo ?? []),
      };
    } finally {
      bucket.close();
    }
  });
}

/** Nothing is left behind: orders, leaders, settings, protections as they were, nobody at work, nothing to be put back. */
export async function expectSettled(before: Standing): Promise<void> {
  const free = { ...before, lease: null, journal: null, undo: [] };
  const end = Date.now() + 15_000;
  for (;;) {
    const now = await standingNow();
    if (isDeepStrictEqual(now, free)) {
      known = now;
      return;
    }
    if (Date.now() > end) return expect(now).toEqual(free);
    await sleep(500);
  }
}

async function protections(): Promise<Record<number, string>> {
  const ec2 = emulatorClient(cluster().place.region);
  const labels = await readLabels(cluster());
  const one = async (id: number): Promise<[number, string]> => {
    const InstanceId = labels[id]?.instance;
    const ask = { InstanceId };
    const [stop, end] = await Promise.all([
      ec2.send(new DescribeInstanceAttributeCommand({ ...ask, Attribute: "disableApiStop" })),
      ec2.send(new DescribeInstanceAttributeCommand({ ...ask, Attribute: "disableApiTermination" })),
    ]);
    return [id, `stop ${stop.DisableApiStop?.Value}, termination ${end.DisableApiTermination?.Value}`];
  };
  return Object.fromEntries(await Promise.all(cluster().nodes.map(({ id }) => one(id))));
}

/** A path of a node's host as this machine sees it; the host runs. */
export function onHost(node: number, path: string): string {
  const init = initOf(findHost(`${name}-${node}`));
  if (init === undefined) throw new Error(`node ${node}: its host does not run`);
  return join(`/proc/${init}/root`, path);
}

/** How often Kafka was started on each node, by its own log. */
export function starts(...nodes: readonly number[]): Record<number, number> {
  const count = (node: number): number =>
    readFileSync(onHost(node, "/var/log/kafka/server.log"), "utf8").split("Kafka Server started").length - 1;
  return Object.fromEntries(nodes.map((node) => [node, count(node)]));
}

/** So much more than before, on each node. */
export const more = (before: Readonly<Record<number, number>>, by = 1): Record<number, number> =>
  Object.fromEntries(Object.entries(before).map(([node, count]) => [Number(node), count + by]));
