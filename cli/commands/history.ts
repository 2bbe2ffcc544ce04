import { Command } from "commander";
import { BadInput, readCluster } from "../../spec";
import type { Journal } from "../decide/journal";
import { parseJournal } from "../decide/parse-journal";
import { heldLease } from "../run/lease/lease";
import { JournalStore } from "../run/roll/journal-store";
import { paint } from "../ui/paint";
import { renderHistory, renderHistoryOf } from "../ui/render-history";
import { reportHtml } from "../ui/report/report-html";
import { replaceFile } from "../write/replace-file";
import { pathOnce } from "./roll-options";
import { withBucket } from "./with-bucket";

interface Options {
  readonly json: boolean;
  readonly html?: string;
}

/** `dataops history CLUSTER [ID]`: who, what, when, which gates waited, which were overridden and why. */
export function historyCommand(): Command {
  return new Command("history")
    .description("Rolls of a cluster: who, what, when, gates that waited, overrides with their reasons.")
    .argument("<cluster>", "name of a cluster file")
    .argument("[id]", "one roll, in full")
    .option("--html <file>", "write its report", pathOnce)
    .option("--json", "print the journals, format 2", false)
    .action(async (name: string, id: string | undefined, { json, html }: Options) => {
      if (html !== undefined && id === undefined) throw new BadInput("--html: expected the id of a roll beside it");
      const { rolls, held } = await look(name, id);
      const [one] = rolls;
      if (id !== undefined && one === undefined)
        throw new BadInput(`history: no roll ${id} of ${name}; dataops history ${name} lists them`);
      if (html !== undefined && one !== undefined) await replaceFile(html, reportHtml(one));
      const text = json
        ? JSON.stringify({ format: 2, cluster: name, rolls }, null, 2)
        : id !== undefined && one !== undefined
          ? renderHistoryOf(one, paint, held)
          : renderHistory(rolls, paint, held);
      process.stdout.write(`${text}\n`);
    });
}

/** Journals, newest last: those that have ended, and the one under way; and the token of the lease if it is held. */
function look(name: string, id: string | undefined): Promise<{ rolls: Journal[]; held?: number }> {
  return withBucket(readCluster(name), async (bucket) => {
    const store = new JournalStore<Journal>(bucket, name, parseJournal);
    const [ids, under, held] = await Promise.all([store.ids(), store.load(), heldLease(bucket, name)]);
    const ended = ids.filter((one) => (id === undefined || one === id) && one !== under?.id);
    const read = await Promise.all(ended.map((one) => store.read(one)));
    const all = [...read, under].filter((journal) => journal !== undefined);
    const rolls = all.filter((journal) => id === undefined || journal.id === id);
    return held === undefined ? { rolls } : { rolls, held: held.token };
  });
}
