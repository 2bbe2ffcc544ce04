import { setTimeout as sleep } from "node:timers/promises";
import { type Cluster, controllerPort, type Node } from "../../../spec";
import type { Undo } from "../../decide/journal";
import type { CloudCall, KafkaCall } from "../../steps/step";
import { recordNode } from "../../write/record-node";
import { writeLabels } from "../aws/labels";
import { restoreProtection } from "../aws/protection";
import { Failure } from "../failure";
import { ensureHostProgram } from "../host/ensure-host-program";
import { callHost } from "../host/host-call";
import { hostProgram } from "../host/host-program";
import type { Lease } from "../lease/lease";
import type { OpenCluster } from "../open-cluster";
import { planNodeMachine } from "../terraform/node-machine";
import type { Interrupts } from "./interrupts";
import type { JournalWriter } from "./journal-writer";
import { readIntent } from "./prepare-roll";
import type { CallAnswer, Hands, RollEvent } from "./roll-loop";

/** What a roll touches the world with. */
export interface HandsOptions {
  readonly cluster: Cluster;
  readonly open: OpenCluster;
  readonly lease: Pick<Lease, "token" | "lost" | "renew">;
  readonly interrupts: Pick<Interrupts, "asked">;
  /** What Terraform would change beside this roll; absent where nobody asked. */
  readonly pending?: readonly string[];
  readonly writer: Pick<JournalWriter, "save" | "soon">;
  readonly tell: (event: RollEvent) => void;
}

/** The hands of a real roll. */
export function handsOf(options: HandsOptions): Hands {
  const { cluster, open, lease, interrupts, pending, writer, tell } = options;
  // Hosts refuse an older lease by themselves; Kafka, the cloud and the file do not, and an operator that was frozen wakes
  // up amid an act. So the lease is renewed right before; a bucket that is away leaves it to lapse in its own time.
  const ours = async (): Promise<void> => {
    await lease.renew().catch(() => {});
    if (lease.lost !== undefined) throw new Failure(`the lease is lost: ${lease.lost}`, 3);
  };
  return {
    read: () => readIntent(cluster.name, []),
    async observe({ only, cloud } = {}) {
      const seen = await open.observe({
        ...(only === undefined ? {} : { only }),
        ...(cloud === true ? { cloudMaxAge: 0 } : {}),
      });
      return pending === undefined ? seen : { ...seen, pending };
    },
    call(node, call, keep) {
      switch (call.at) {
        case "host":
          return callHost(open.fleet, node, call, lease.token);
        case "kafka":
          return said(() => ours().then(() => askKafka(open, nodeOf(cluster, node), call)));
        case "cloud":
          return said(() => ours().then(() => moveMachine(cluster, open, node, call, keep)));
      }
    },
    async putBack(undo) {
      await ours();
      // What a hook began is ended by its own hook.
      if (undo.what === "protection") await restoreProtection(cluster, undo.node);
    },
    async label(id, { version, config }) {
      await ours();
      await writeLabels(cluster, nodeOf(cluster, id), { version, config });
    },
    async record(node, from, to) {
      await ours();
      await recordNode(cluster.file, node, from, to);
    },
    async after(step) {
      await ours();
      switch (step) {
        case "elect-preferred-leaders":
          await open.admin.electPreferredLeaders();
      }
    },
    save: (journal) => writer.save(journal),
    saveSoon: (journal) => writer.soon(journal),
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

function nodeOf(cluster: Cluster, id: number): Node {
  const node = cluster.nodes.find((n) => n.id === id);
  if (node === undefined) throw new Failure(`${cluster.file}: no node ${id}`, 1);
  return node;
}

/** What is thrown is the answer; a refusal stays one. */
async function said(work: () => Promise<boolean>): Promise<CallAnswer> {
  try {
    return { answer: "done", changed: await work() };
  } catch (error) {
    const reason = (error as Error).message;
    return { answer: error instanceof Failure && error.code === 3 ? "refused" : "failed", reason };
  }
}

/** @returns whether anything was changed */
async function askKafka({ admin }: OpenCluster, node: Node, { ask }: KafkaCall): Promise<boolean> {
  switch (ask.what) {
    case "set":
      await admin.alterBroker(node.id, { set: ask.set, remove: ask.remove });
      return true;
    case "remove-voter":
      return (await admin.removeVoter(node.id, ask.directory)) === "removed";
    case "add-voter":
      return (await admin.addVoter(node.id, ask.directory, node.address, controllerPort)) === "added";
  }
}

/** @returns whether anything was changed */
async function moveMachine(
  cluster: Cluster,
  { fleet }: OpenCluster,
  node: number,
  { machine, disk, target }: CloudCall,
  keep: (undo: Undo) => Promise<void>,
): Promise<boolean> {
  const { cluster: now } = readIntent(cluster.name, []);
  if (machine !== "keep") await keep({ what: "protection", node });
  // Whatever else is pending stands in the same plan, and is refused there.
  const plan = await planNodeMachine(now, node, target, { machine, disk }, { pendingChecked: true });
  const changed = plan.changes.length > 0;
  await plan.apply();
  // A machine made anew has the host program that the bucket holds, which may be another release's.
  if (machine !== "keep")
    await fleet
      .to(node)
      .then((transport) => ensureHostProgram(transport, hostProgram()))
      .catch(() => {});
  return changed;
}
