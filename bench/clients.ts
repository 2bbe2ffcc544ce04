import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isReachable } from "../cli/facts/node-report";
import { withCluster } from "../cli/run/open-cluster";
import { missingForLab } from "../lab";
import { cluster, name, until, wellAndEqual } from "../test/lab/deployed";
import { Operator } from "../test/lab/operator";
import { AckStream } from "./clients/ack-stream";
import { dueFirst, type Felt, felt } from "./clients/felt";
import { writePlaybook } from "./clients/write-playbook";
import { type LabSession, labSession } from "./lab/lab-session";
import { median, summary } from "./measure/summary";
import type { Bench, Result } from "./result";

const rate = 500;
/** Milliseconds. */
const [warmUp, steady, afterwards] = [4_000, 12_000, 4_000];

/** Rolls of each kind, in turns. */
const rounds = 3;

/** Whether leadership is given back after the last node. */
const modes = [
  { says: "leaders given back", elect: true },
  { says: "leaders stay where they fell", elect: false },
] as const;

/** Terraform's plan before a roll and the look at all after it are no part of what a client feels. */
const alone = ["--only", "11,12,13", "--yes", "--no-verify", "--no-report", "--override", "no-pending-changes=bench"];

/** What a producer feels of a restart of every broker, beside the time before it. */
export const clients: Bench = {
  name: "clients",
  says: "what a client feels of a roll, in the lab",
  missing: missingForLab,
  async run(say) {
    const lab = await labSession(say);
    const folder = mkdtempSync(join(tmpdir(), "dataops-bench-"));
    const found = new Map<string, Found[]>(modes.map(({ says }) => [says, []]));
    const notes = [
      `clients: ${rate} records a second, acks=all, idempotent, ${lab.partitions} partitions; a record's time runs from when it was due, beside the quickest of the run`,
    ];
    try {
      for (let round = 1; round <= rounds; round += 1)
        for (const { says, elect } of modes) {
          await until("well before the roll", wellAndEqual);
          await electPreferred();
          const playbook = writePlaybook(folder, elect);
          say(
            `${says}, ${round} of ${rounds}: ${(warmUp + steady) / 1000} s steady, then a restart of brokers 11, 12, 13`,
          );
          const one = await feel(lab, folder, playbook);
          found.get(says)?.push(one);
          const note = `clients, ${says}: roll ${(one.took / 1000).toFixed(1)} s; ${one.during.records} records, longest gap ${ms(one.during.longestGap)}, median ${ms(one.during.p50)} (steady ${ms(one.steady.p50)}), longest ${ms(one.during.longest)} (steady ${ms(one.steady.longest)}), ${one.failed} failed; the ${afterwards / 1000} s after: p99 ${ms(one.after.p99)}`;
          say(note);
          notes.push(note);
        }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return { results: [...found].flatMap(([says, all]) => rows(says, all)), notes };
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

async function feel({ libs, bootstrap, topic }: LabSession, cwd: string, playbook: string): Promise<Found> {
  const stream = new AckStream({ libs, bootstrap, topic, rate });
  while (stream.count < rate) await sleep(200);
  await sleep(warmUp);
  const began = Date.now();
  await sleep(steady);
  const rolled = Date.now();
  const roll = await new Operator(["roll", name, "--restart", "--playbook", playbook, ...alone], { cwd }).ended;
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

const rows = (says: string, found: readonly Found[]): Result[] => {
  const steadily = (of: (felt: Felt) => number): number => median(found.map(({ steady }) => of(steady)));
  const felt = (of: (felt: Felt) => number): number[] => found.map(({ during }) => of(during));
  const gap = ({ longestGap }: Felt): number => longestGap;
  const p99 = (one: Felt): number => one.p99;
  return [
    summary(`longest gap between acks, ${says}`, "ms", felt(gap), {
      target: 1000,
      peer: { name: "steady", median: steadily(gap) },
    }),
    summary(`p99 to the ack, ${says}`, "ms", felt(p99), { peer: { name: "steady", median: steadily(p99) } }),
  ];
};

const ms = (value: number): string => `${Math.round(value)} ms`;

/** A mode begins with leaders where they belong, whatever the one before has left. */
async function electPreferred(): Promise<void> {
  await withCluster(cluster(), ({ admin }) => admin.electPreferredLeaders());
  await until(
    "led by preferred leaders",
    ({ kafka }) => isReachable(kafka) && kafka.partitions.every(({ leader, replicas: [first] }) => leader === first),
  );
}
