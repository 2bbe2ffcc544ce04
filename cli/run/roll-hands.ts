import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../../spec";
import type { Journal } from "../decide/journal";
import { isReachable } from "../facts/node-report";
import { recordNode } from "../write/record-node";
import { Failure } from "./failure";
import { callHost } from "./host-call";
import type { Interrupts } from "./interrupts";
import { writeLabels } from "./labels";
import type { OpenCluster } from "./open-cluster";
import { readIntent } from "./prepare-roll";
import type { Hands, RollEvent } from "./roll-loop";

/** What a roll touches the world with. */
export interface HandsOptions {
  readonly cluster: Cluster;
  readonly open: OpenCluster;
  readonly lease: { readonly token: number; readonly lost: string | undefined };
  readonly interrupts: Pick<Interrupts, "asked">;
  readonly save: (journal: Journal) => Promise<void>;
  readonly tell: (event: RollEvent) => void;
}

export function handsOf({ cluster, open, lease, interrupts, save, tell }: HandsOptions): Hands {
  return {
    read: () => readIntent(cluster.name, []),
    observe: (only) => open.observe(only === undefined ? {} : { only }),
    call: (node, call) => callHost(open.fleet, node, call, lease.token),
    async label(id, target) {
      const node = cluster.nodes.find((n) => n.id === id);
      if (node === undefined) throw new Failure(`${cluster.file}: no node ${id} to label`, 1);
      await writeLabels(cluster, node, target);
    },
    record: (node, from, to) => recordNode(cluster.file, node, from, to),
    async after(step) {
      switch (step) {
        case "elect-preferred-leaders": {
          const elected = await open.kafka.electPreferredLeaders();
          if (!isReachable(elected)) throw new Failure(`elect-preferred-leaders: ${elected.unreachable}`, 1);
        }
      }
    },
    save: (journal) => persistently(() => save(journal)),
    hold() {
      if (lease.lost !== undefined) return { code: 3, reason: `the lease is lost: ${lease.lost}`, finishNode: false };
      if (interrupts.asked) return { code: 4, reason: "paused as asked; run it again to go on", finishNode: true };
      return undefined;
    },
    sleep: (milliseconds) => sleep(milliseconds),
    now: () => Date.now(),
    tell,
  };
}

/** Milliseconds before each further attempt: a bucket that hiccups must not leave a broker down. */
const pauses = [200, 1000, 3000, 10_000];

async function persistently(work: () => Promise<void>): Promise<void> {
  for (const pause of pauses) {
    try {
      return await work();
    } catch (error) {
      // Somebody else's journal is no hiccup.
      if (error instanceof Failure) throw error;
      await sleep(pause);
    }
  }
  return work();
}
