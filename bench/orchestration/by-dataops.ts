import { Bucket } from "../../cli/run/bucket";
import { Fleet } from "../../cli/run/fleet";
import { callHost } from "../../cli/run/host-call";
import { JournalStore } from "../../cli/run/journal-store";
import type { PlainHosts } from "../lab/plain-hosts";
import { step, stepsAHost, type Way } from "./step";

/** Milliseconds of one going, by what they were spent on. */
interface Spent {
  connecting: number;
  steps: number;
  journal: number;
}

interface Notes {
  readonly id: string;
  readonly done: readonly { readonly node: number; readonly step: number; readonly took: number }[];
}

/** What every going spent. */
export const spent: Readonly<Spent>[] = [];

/** As a roll goes about it: all hosts are reached at once, then host by host, a journal kept in the bucket after every step. */
export const byDataops: Way = {
  name: "dataops",
  missing: () => Promise.resolve(undefined),
  go: (hosts) => go(hosts, true),
};

/** The same with every host reached only when it is its turn. */
export const oneByOne: Way = {
  ...byDataops,
  name: "dataops, hosts reached one by one",
  go: (hosts) => go(hosts, false),
};

async function go({ cluster }: PlainHosts, atOnce: boolean): Promise<number> {
  const bucket = new Bucket(cluster.place);
  const store = new JournalStore<Notes>(bucket, `bench-${process.hrtime.bigint()}`, (value) => value as Notes);
  const fleet = new Fleet(cluster);
  const parts: Spent = { connecting: 0, steps: 0, journal: 0 };
  const timed = async <T>(part: keyof Spent, work: Promise<T>): Promise<T> => {
    const began = performance.now();
    const answer = await work;
    parts[part] += performance.now() - began;
    return answer;
  };
  try {
    const began = performance.now();
    let notes: Notes = { id: "r1", done: [] };
    if (atOnce) await timed("connecting", Promise.all(cluster.nodes.map(({ id }) => fleet.to(id))));
    for (const { id } of cluster.nodes) {
      await timed("connecting", fleet.to(id));
      for (let at = 0; at < stepsAHost; at++) {
        const before = performance.now();
        const call = { at: "host" as const, verb: step.verb, args: [], timeout: 10_000 };
        const answer = await timed("steps", callHost(fleet, id, call, 1));
        if (answer.answer !== "done") throw new Error(`node ${id}: ${answer.reason}`);
        notes = { ...notes, done: [...notes.done, { node: id, step: at, took: performance.now() - before }] };
        await timed("journal", store.save(notes));
      }
    }
    const took = performance.now() - began;
    if (atOnce) spent.push(parts);
    return took;
  } finally {
    await fleet.close();
    bucket.close();
  }
}
