import { Command } from "commander";
import { readCluster } from "../../spec";
import { isReachable } from "../facts/node-report";
import { statusRows } from "../facts/status-rows";
import { withCluster } from "../run/open-cluster";
import { paint } from "../ui/paint";
import { renderStatus } from "../ui/render-status";

/** `dataops status CLUSTER`: 0 in sync, 2 when a node differs from its record or does not serve. */
export function statusCommand(): Command {
  return new Command("status")
    .description("What each node is recorded as, what it runs, and where the two differ.")
    .argument("<cluster>", "name of a cluster file")
    .option("--json", "print JSON, format 2")
    .action(async (name: string, options: { json?: boolean }) => {
      const cluster = readCluster(name);
      const observed = await withCluster(cluster, (open) => open.observe());
      const rows = statusRows(cluster, observed);
      const { kafka } = observed;
      const text = options.json
        ? JSON.stringify(
            { format: 2, cluster: name, nodes: rows, kafka, labelsUnreadable: observed.labelsUnreadable },
            null,
            2,
          )
        : renderStatus(cluster, observed, rows, Date.now(), paint);
      process.stdout.write(`${text}\n`);
      const well = isReachable(kafka) && rows.every((row) => row.unready === null && row.differences.length === 0);
      process.exitCode = well ? 0 : 2;
    });
}
