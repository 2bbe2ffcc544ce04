import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { missingForLab } from "../lab";
import { startTool } from "../lab/traffic/kafka-tool";
import { dataops, name, until, wellAndEqual } from "../test/lab/deployed";
import { AckStream } from "./clients/ack-stream";
import { dueFirst, type Felt, felt } from "./clients/felt";
import { quickFetchers, setQuickFetchers } from "./clients/quick-fetchers";
import { type Care, writePlaybook } from "./clients/write-playbook";
import { type LabSession, labSession } from "./lab/lab-session";
import { summary } from "./measure/summary";
import type { Bench, Result } from "./result";

const rate = 500;
/** Milliseconds. */
const [warmUp, steady, afterwards] = [4_000, 12_000, 4_000];

interface Mode {
  readonly says: string;
  readonly care: Care;
  readonly quick?: true;
}

/** Once the settings are there they stay: those without come first. */
const modes: readonly Mode[] = [
  { says: "leaders moved, given back", care: { moveLeaders: true, elect: true } },
  { says: "leaders moved", care: { moveLeaders: true, elect: false } },
  { says: "given back", care: { moveLeaders: false, elect: true } },
  { says: "neither", care: { moveLeaders: false, elect: false } },
  { says: "given back, quick fetchers", care: { moveLeaders: false, elect: true }, quick: true },
  { says: "leaders moved, given back, quick fetchers", care: { moveLeaders: true, elect: true }, quick: true },
];

/** Terraform's plan before a roll and the look at all after it are no part of what a client feels. */
const alone = ["--only", "11,12,13", "--yes", "--no-verify", "--no-report", "--override", "no-pending-changes=bench"];

/** What a producer feels of a restart of every broker, beside the time before it, with and without care for leaders. */
export const clients: Bench = {
  name: "clients",
  says: "what a client feels of a roll, in the lab",
  missing: missingForLab,
  async run(say) {
    const lab = await labSession(say);
    const folder = mkdtempSync(join(tmpdir(), "dataops-bench-"));
    const results: Result[] = [];
    const notes: string[] = [
      `clients: ${rate} records a second, acks=all, idempotent, ${lab.partitions} partitions; a record's time runs from when it was due, beside the quickest of the run`,
      `clients, quick fetchers: brokers with ${quickFetchers}`,
    ];
    let quickNow = false;
    try {
      for (const { says, care, quick } of modes) {
        await until("well before the roll", wellAndEqual);
        if (quick === true && !quickNow) await setQuickFetchers(alone);
        quickNow = quick === true;
        await electPreferred(lab);
        const playbook = writePlaybook(folder, care);
        say(`${says}: ${(warmUp + steady) / 1000} s steady, then a restart of brokers 11, 12, 13`);
        const found = await feel(lab, playbook);
        results.push(...rows(says, found.steady, found.during));
        const note = `clients, ${says}: roll ${(found.took / 1000).toFixed(1)} s; ${found.during.records} records, longest gap ${ms(found.during.longestGap)}, median ${ms(found.during.p50)} (steady ${ms(found.steady.p50)}), longest ${ms(found.during.longest)} (steady ${ms(found.steady.longest)}), ${found.failed} failed; the ${afterwards / 1000} s after: p99 ${ms(found.after.p99)}`;
        say(note);
        notes.push(note);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return { results, notes };
  },
};

interface Found {
  readonly steady: Felt;
  readonly during: Felt;
  readonly after: Felt;
  /** Milliseconds of the roll. */
  readonly took: number;
  readonly failed: number;
}

async function feel({ libs, bootstrap, topic }: LabSession, playbook: string): Promise<Found> {
  const stream = new AckStream({ libs, bootstrap, topic, rate });
  while (stream.count < rate) await sleep(200);
  await sleep(warmUp);
  const began = Date.now();
  await sleep(steady);
  const rolled = Date.now();
  const roll = await dataops("roll", name, "--restart", "--playbook", playbook, ...alone);
  const ended = Date.now();
  await sleep(afterwards);
  const over = Date.now();
  const { acks, failed } = await stream.stop();
  if (roll.code !== 0) throw new Error(`roll: expected exit 0; got ${roll.code}: ${roll.out.slice(-1500)}`);
  const first = dueFirst(acks, rate);
  const within = (from: number, to: number): Felt => felt(acks, rate, first, { from, to });
  return {
    steady: within(began, rolled),
    during: within(rolled, ended),
    after: within(ended, over),
    took: ended - rolled,
    failed,
  };
}

const rows = (says: string, before: Felt, during: Felt): Result[] => [
  summary(`longest gap between acks, ${says}`, "ms", [during.longestGap], {
    target: 1000,
    peer: { name: "steady", median: before.longestGap },
  }),
  summary(`p99 to the ack, ${says}`, "ms", [during.p99], { peer: { name: "steady", median: before.p99 } }),
];

const ms = (value: number): string => `${Math.round(value)} ms`;

/** A mode begins with leaders where they belong, whatever the one before has left. */
async function electPreferred({ libs, bootstrap }: LabSession): Promise<void> {
  const words = ["--bootstrap-server", bootstrap, "--election-type", "PREFERRED", "--all-topic-partitions"];
  const tool = startTool(libs, "org.apache.kafka.tools.LeaderElectionCommand", words);
  tool.stdout.resume();
  tool.stderr.resume();
  const [code] = (await once(tool, "close")) as [number | null];
  if (code !== 0) throw new Error(`LeaderElectionCommand: expected exit 0; got ${code}`);
}
