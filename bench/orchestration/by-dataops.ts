import type { Journal } from "../../cli/decide/journal";
import { topOf } from "../../cli/decide/new-journal";
import { parseJournal } from "../../cli/decide/parse-journal";
import { plan } from "../../cli/decide/plan";
import type { World } from "../../cli/decide/world";
import { Bucket } from "../../cli/run/aws/bucket";
import { callHost } from "../../cli/run/host/host-call";
import { JournalStore } from "../../cli/run/roll/journal-store";
import { JournalWriter } from "../../cli/run/roll/journal-writer";
import { type Hands, rollLoop } from "../../cli/run/roll/roll-loop";
import { Fleet } from "../../cli/run/ssh/fleet";
import type { Cluster } from "../../spec";
import { look } from "./look";
import { lease, stepsAHost, type Way } from "./step";
import { restartOfAll, tenSteps } from "./ten-steps";

/** Milliseconds of one going, by what they were spent on: a roll does these one after the other. */
interface Spent {
  readonly parts: { connecting: number; steps: number; looks: number; journal: number };
  readonly whole: number;
}

/** What every going spent. */
export const spent: Spent[] = [];

/** A roll of all six, by the loop that every roll is made by: gates, decisions, and a journal. */
export const byDataops: Way = {
  name: "dataops",
  missing: () => Promise.resolve(undefined),
  async go({ cluster }) {
    const bucket = new Bucket(cluster.place);
    const fleet = new Fleet(cluster);
    try {
      return await roll(fleet, bucket);
    } finally {
      await fleet.close();
      bucket.close();
    }
  },
};

async function roll(fleet: Fleet, bucket: Bucket): Promise<number> {
  const { cluster } = fleet;
  const store = new JournalStore<Journal>(bucket, `bench-${process.hrtime.bigint()}`, parseJournal);
  const parts = { connecting: 0, steps: 0, looks: 0, journal: 0 };
  const started = new Set<number>();
  const timed = async <T>(part: keyof typeof parts, work: Promise<T>): Promise<T> => {
    const began = performance.now();
    const answer = await work;
    parts[part] += performance.now() - began;
    return answer;
  };
  const began = performance.now();
  const observed = await timed("connecting", look(fleet, started));
  const world = worldOf(cluster, observed);
  const { journal, playbook, limits, checksums, top } = world;
  const writer = new JournalWriter(journal, (now) => store.save(now));
  const hands: Hands = {
    read: () => ({ cluster, top }),
    observe: (only) => timed("looks", look(fleet, started, only)),
    async call(node, call) {
      if (call.at !== "host") return { answer: "failed", reason: `expected a call to a host; got one to ${call.at}` };
      const answer = await timed("steps", callHost(fleet, node, call, lease));
      if (call.verb === "start") started.add(node);
      return answer;
    },
    save: (now) => timed("journal", writer.save(now)),
    saveSoon: (now) => writer.soon(now),
    hold: () => undefined,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    now: () => Date.now(),
    tell: () => {},
    putBack: nothingOfIt("put-back"),
    label: nothingOfIt("label"),
    record: nothingOfIt("record"),
    after: nothingOfIt("after"),
  };
  const end = await rollLoop({ journal, playbook, limits, checksums, foreseen: plan(world) }, hands);
  await timed("journal", writer.save(end.journal));
  const whole = performance.now() - began;
  const through = end.journal.finished.filter(({ did }) => did.length === stepsAHost).length;
  if (end.code !== 0 || through !== cluster.nodes.length || end.journal.departures.length > 0)
    throw new Error(`expected ${cluster.nodes.length} nodes rolled as planned; got ${through}: ${end.reason ?? ""}`);
  spent.push({ parts, whole });
  return whole;
}

function worldOf(cluster: Cluster, observed: World["observed"]): World {
  const journal = restartOfAll(cluster, observed);
  const words = Object.fromEntries(cluster.nodes.map(({ id, pool }) => [pool, journal.targets[id]?.config ?? ""]));
  const top = topOf(cluster, words);
  const limits = { maxParallel: 1, startedWith: 0 };
  const checksums = { [cluster.version]: "" };
  return { cluster, observed, playbook: tenSteps(), journal, limits, top, checksums, now: Date.now() };
}

/** A restart to what the record says asks for none of these. */
const nothingOfIt = (what: string) => (): Promise<void> => Promise.reject(new Error(`expected no ${what}`));
