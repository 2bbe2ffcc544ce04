import type { Colors } from "picocolors/types";
import type { Cluster } from "../../spec/cluster";
import { counted } from "../facts/counted";
import { isReachable } from "../facts/node-report";
import type { Observed } from "../facts/observed";
import type { StatusRow } from "../facts/status-rows";
import { underReplicated } from "../facts/under-replicated";
import { span } from "./span";
import { table } from "./table";

/** The status of a cluster as a table, and what differs below it. */
export function renderStatus(
  cluster: Cluster,
  observed: Observed,
  rows: readonly StatusRow[],
  now: number,
  paint: Colors,
): string {
  const header = ["NODE", "POOL", "ZONE", "RECORDED", "RUNNING", "CONFIG", "UP", "ROLE", "IN SYNC", "LEADS"].map(
    paint.dim,
  );
  const body = rows.map((row) => [
    String(row.node),
    row.pool,
    row.zone,
    row.recorded.version,
    row.running === null ? paint.red("nothing") : same(row.running.version, row.recorded.version, paint),
    row.running === null ? "-" : same(row.running.config, row.recorded.config, paint),
    row.since === null ? "-" : span(now - row.since),
    row.role,
    row.inSync === null
      ? "-"
      : row.inSync.in === row.inSync.of
        ? `${row.inSync.in}`
        : paint.yellow(`${row.inSync.in} of ${row.inSync.of}`),
    row.leaders === null ? "-" : String(row.leaders),
  ]);
  const ill = rows
    .filter((row) => row.unready !== null)
    .map((row) => `${paint.red("✘")} node ${row.node}: ${row.unready ?? ""}`);
  const differences = rows
    .flatMap((row) => row.differences)
    .map((d) => `${paint.yellow("≠")} node ${d.node}: ${d.what}: recorded ${d.expected}, found ${d.got}`);
  return [
    `${paint.bold(cluster.name)}  ${kafkaLine(observed, paint)}`,
    "",
    table([header, ...body]),
    ...block([
      ...(observed.labelsUnreadable === undefined ? [] : [`${paint.red("✘")} labels: ${observed.labelsUnreadable}`]),
      ...ill,
      ...differences,
    ]),
  ].join("\n");
}

const block = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : ["", ...lines]);

const same = (found: string, expected: string, paint: Colors): string =>
  found === expected ? found : paint.yellow(found);

function kafkaLine({ kafka }: Observed, paint: Colors): string {
  if (!isReachable(kafka)) return paint.red(kafka.unreachable);
  const under = underReplicated(kafka).length;
  const health = under === 0 ? "all in sync" : paint.yellow(`${counted(under, "partition")} under-replicated`);
  return `${counted(kafka.partitions.length, "partition")}, ${health}; controller ${kafka.quorum.leader} of ${counted(kafka.quorum.voters.length, "voter")}`;
}
