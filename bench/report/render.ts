import type { Outcome } from "../result";
import { partHead, partRow, resultHead, resultRow } from "./rows";
import type { Run } from "./run";

/** Runs as text; `table` sets rows as the medium has it, the first one being the head. */
export function render(runs: readonly Run[], table: (rows: string[][]) => string): string {
  const benches = runs.flatMap((run) => run.benches);
  const outcomes = benches.filter((ran): ran is { bench: string } & Outcome => "results" in ran);
  const parts = outcomes.flatMap((outcome) => outcome.parts ?? []);
  const lines = [
    ...outcomes.flatMap((outcome) => outcome.notes ?? []),
    ...benches.flatMap((ran) => ("skipped" in ran ? [`${ran.bench}: left out; ${ran.skipped}`] : [])),
    ...benches.flatMap((ran) => ("failed" in ran ? [`${ran.bench}: failed; ${ran.failed}`] : [])),
    ...runs.map(circumstances),
  ];
  const blocks = [
    table([[...resultHead], ...outcomes.flatMap(({ results }) => results.map(resultRow))]),
    ...(parts.length === 0 ? [] : [table([[...partHead], ...parts.map(partRow)])]),
    lines.map((line) => `- ${line}`).join("\n"),
  ];
  return blocks.join("\n\n");
}

const circumstances = ({ date, machine, benches }: Run): string =>
  `${date.slice(0, 16).replace("T", " ")} UTC, ${benches.map(({ bench }) => bench).join(", ")}: ${machine.cores} cores ` +
  `(${machine.processor}), ${machine.gigabytes} GB, ${machine.system}, Node ${machine.node.replace(/^v/, "")}, ` +
  `load ${machine.load.join(" → ")}`;
