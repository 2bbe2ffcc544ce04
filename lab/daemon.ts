import { existsSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { EmulatorPage } from "./emulator/ask-emulator";
import { hostFiles, hostsThere, readHost } from "./hosts/host-record";
import { serveMetadata } from "./metadata/metadata-server";
import { inState } from "./paths";
import { act } from "./reconcile/act";
import type { Action } from "./reconcile/action";
import { describeAction } from "./reconcile/describe-action";
import { reconcile } from "./reconcile/reconcile";
import { volumeSizes } from "./volumes/volume-files";
import type { Wanted, WantedInstance } from "./wanted";
import { writeWhole } from "./write-whole";

/** Milliseconds between two looks. */
const pause = 500;

const log = (line: string): void => console.log(`${new Date().toISOString()} ${line}`);

/** What has failed is not tried again sooner, milliseconds. */
const failurePause = 5_000;

/** By instance or volume, when it may be tried again; for ever while it is at work. */
const notBefore = new Map<string, number>();

/** Actions that have ended, well or not, since the daemon began. */
let ended = 0;

function subject(action: Action): string {
  if ("host" in action) return action.host;
  if ("instance" in action) return action.instance.id;
  return typeof action.volume === "string" ? action.volume : action.volume.id;
}

/** Actions of one host follow one another; hosts do not wait for each other. */
function bySubject(actions: readonly Action[]): Action[][] {
  const groups = new Map<string, Action[]>();
  for (const action of actions) groups.set(subject(action), [...(groups.get(subject(action)) ?? []), action]);
  return [...groups].filter(([key]) => (notBefore.get(key) ?? 0) < Date.now()).map(([, group]) => group);
}

/** Never awaited by the loop: what one host takes long for, e.g. to end, holds up no other. */
async function carryOut(actions: readonly Action[]): Promise<void> {
  for (const action of actions) {
    notBefore.set(subject(action), Number.POSITIVE_INFINITY);
    const began = Date.now();
    try {
      await act(action);
      log(`${describeAction(action)}: ${Date.now() - began} ms`);
    } catch (problem) {
      log(`${describeAction(action)}: failed: ${String(problem)}`);
      notBefore.set(subject(action), Date.now() + failurePause);
      ended += 1;
      return;
    }
    notBefore.delete(subject(action));
    ended += 1;
  }
}

/** What `dataops lab status` and the faults read. */
async function noteInstances(instances: readonly WantedInstance[]): Promise<void> {
  for (const instance of instances) {
    const file = hostFiles(instance.id).instance;
    const text = JSON.stringify({ ...instance, userData: null });
    if (existsSync(hostFiles(instance.id).record) && (!existsSync(file) || readFileSync(file, "utf8") !== text)) {
      // the host may be removed meanwhile
      await writeWhole(file, text).catch(() => undefined);
    }
  }
}

async function run(): Promise<void> {
  const page = new EmulatorPage();
  let wanted: Wanted = { instances: [], volumes: [] };
  const alive = (address: string): WantedInstance | undefined =>
    wanted.instances.find((instance) => instance.address === address && instance.state === "running");
  await serveMetadata(alive, readFileSync(inState("metadata-secret"), "utf8"));
  log(`daemon ${process.pid}: serving metadata, ${hostsThere().length} hosts there`);
  let noted: Wanted | undefined;
  let failed = "";
  for (;;) {
    try {
      const before = ended;
      wanted = await page.read();
      // an answer from before an action ended must not be held against a host from after it
      if (before !== ended) continue;
      const sizes = volumeSizes();
      const actions = reconcile(wanted, { hosts: hostsThere().map(readHost), volumes: Object.keys(sizes), sizes });
      for (const group of bySubject(actions)) void carryOut(group);
      if (actions.length > 0 || noted !== wanted) await noteInstances(wanted.instances);
      noted = wanted;
      failed = "";
    } catch (problem) {
      if (String(problem) !== failed) log(`failed: ${String(problem)}`);
      failed = String(problem);
    }
    await setTimeout(pause);
  }
}

void run();
