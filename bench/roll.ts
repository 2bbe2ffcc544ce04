import { setTimeout as sleep } from "node:timers/promises";
import { readPlaybook } from "../cli/run/roll/read-playbook";
import type { Told } from "../cli/ui/told";
import { missingForLab } from "../lab";
import { Producer } from "../lab/traffic/producer";
import { dataops, name, until, wellAndEqual } from "../test/lab/deployed";
import { labSession } from "./lab/lab-session";
import { summary } from "./measure/summary";
import type { Bench, Part } from "./result";
import { type Breakdown, breakdown, ownParts, partNames, steadyReads, sumOf } from "./roll-breakdown";

const rate = 300;
/** What is measured is the roll: Terraform's plan before it and the look at all after it are left out. */
const alone = ["--yes", "--json", "--no-verify", "--no-report", "--override", "no-pending-changes=bench"];

/** A version roll under load, beside what its nodes need by themselves: stop, install, start, catch up. */
export const roll: Bench = {
  name: "roll",
  says: "a version roll under load, in the lab",
  missing: missingForLab,
  async run(say) {
    const lab = await labSession(say);
    await until("well before the roll", wellAndEqual);
    const { libs, bootstrap, topic } = lab;
    const producer = new Producer({ libs, bootstrap, topic, records: 10_000_000, rate });
    while (producer.acked < rate) await sleep(200);
    say("roll 3.9.1 → 4.1.1");
    const began = Date.now();
    const rolled = await dataops("roll", name, "--set", "version=4.1.1", ...alone);
    const ended = Date.now();
    const sent = await producer.stop();
    if (rolled.code !== 0) throw new Error(`roll: expected exit 0; got ${rolled.code}: ${rolled.out.slice(-2000)}`);

    const lines = linesOf(rolled.out);
    const found = breakdown(lines);
    const own = sumOf(found, ownParts);
    const first = lines.find((line) => line.event === "take")?.at ?? began;
    const finish = lines.findLast((line) => line.event === "finish")?.at ?? ended;
    const added = partNames(found).filter((part) => !(ownParts as readonly string[]).includes(part));
    const overhead = (parts: readonly string[]): number => (100 * sumOf(found, parts)) / own;
    const peer = { name: "its nodes' own time", median: own / 1000 };
    return {
      results: [
        summary("roll, first taken to last finished", "s", [found.wall / 1000], { peer }),
        summary("roll, overhead over its nodes' own time", "%", [overhead(added)], { target: 5 }),
        summary("roll, overhead but for the steady reads", "%", [
          overhead(added.filter((part) => part !== steadyReads)),
        ]),
        summary("roll, a node stopped to caught up", "s", downTimes(found)),
      ],
      parts: partsOf(found),
      notes: [
        `roll: ${rate} records a second, acks=all; ${sent.sent} sent, ${sent.acked} acknowledged, ${sent.failed} failed, ${sent.unresolved} unresolved, longest gap ${Math.round(sent.longestAckGap)} ms`,
        `roll: of the steady reads ${inSeconds(slept(lines))} are the playbook's pauses, the rest is looking`,
        `roll: beside the above ${inSeconds(first - began)} before the first node was taken and ${inSeconds(ended - finish)} after the last had finished`,
      ],
    };
  },
};

const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const linesOf = (out: string): Told[] =>
  out
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Told)
    .filter(({ at }) => typeof at === "number");

/** Milliseconds of the playbook's pause after every good look. */
const slept = (lines: readonly Told[]): number =>
  lines.filter((line) => line.event === "read").length * readPlaybook("kafka-roll").node.until.every;

/** Seconds in which each node was down or behind. */
function downTimes({ parts }: Breakdown): number[] {
  const of = (part: "stop" | "start" | "catch-up", node: number): number => parts.get(part)?.get(node) ?? 0;
  const nodes = [...(parts.get("start")?.keys() ?? [])];
  return nodes.map((node) => (of("stop", node) + of("start", node) + of("catch-up", node)) / 1000);
}

function partsOf(found: Breakdown): Part[] {
  return partNames(found).map((part) => {
    const ms = sumOf(found, [part]);
    return { name: part, seconds: ms / 1000, share: ms / found.wall };
  });
}
