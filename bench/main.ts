import { parseArgs } from "node:util";
import { table } from "../cli/ui/table";
import { clients } from "./clients";
import { help } from "./help";
import { endLabSession } from "./lab/lab-session";
import { loadNow, machine } from "./machine";
import { orchestration } from "./orchestration";
import { planning } from "./planning";
import { poll } from "./poll";
import { keepRun, keptRuns } from "./report/kept-runs";
import { newestOfEach } from "./report/newest-of-each";
import { render } from "./report/render";
import type { Ran, Run } from "./report/run";
import { writeDocs } from "./report/write-docs";
import type { Bench } from "./result";
import { roll } from "./roll";
import { rounds } from "./rounds";
import { synth } from "./synth";

/** In this order: the lab comes last, so that it is not there while processes are timed. */
const benches: readonly Bench[] = [synth, help, planning, rounds, orchestration, poll, roll, clients];

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: { only: { type: "string", multiple: true, default: [] }, write: { type: "boolean", default: false } },
  });
  const unknown = values.only.filter((name) => !benches.some((bench) => bench.name === name));
  const names = benches.map(({ name }) => name);
  if (unknown.length > 0) {
    say(`--only ${unknown.join(", ")}: expected one of ${names.join(", ")}`);
    return 64;
  }
  const load = loadNow();
  const date = new Date().toISOString();
  const ran: Ran[] = [];
  try {
    for (const bench of benches)
      if (values.only.length === 0 || values.only.includes(bench.name)) ran.push(await runOne(bench));
  } finally {
    await endLabSession();
  }
  const run: Run = { format: 1, date, machine: machine(load), benches: ran };
  say(`\n${render([run], table)}\n`);
  say(`kept in ${keepRun(run)}`);
  if (values.write) say(`written to ${await writeDocs(newestOfEach(keptRuns(), names))}`);
  return ran.some((one) => "failed" in one) ? 1 : 0;
}

/** What goes wrong in one bench takes no figure from the others. */
async function runOne(bench: Bench): Promise<Ran> {
  say(`${bench.name}: ${bench.says}`);
  const missing = bench.missing?.() ?? [];
  if (missing.length > 0) return { bench: bench.name, skipped: missing.join("; ") };
  try {
    return { bench: bench.name, ...(await bench.run((line) => say(`  ${line}`))) };
  } catch (error) {
    const failed = error instanceof Error ? error.message : String(error);
    say(`  failed: ${failed}`);
    return { bench: bench.name, failed };
  }
}

void main(process.argv.slice(2))
  .catch((error: unknown) => {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  })
  .then((code) => {
    process.exitCode = code;
  });
