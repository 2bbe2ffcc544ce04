import { endings } from "../decide/journal";
import type { Playbook } from "../decide/playbook";
import type { Observed } from "../facts/observed";
import { endedBy } from "../run/roll/ended-by";
import type { JournalWriter } from "../run/roll/journal-writer";
import type { RollEnd } from "../run/roll/roll-loop";
import { runHook } from "../run/roll/run-hook";

/** A sitting, as far as its hooks and its end need it. */
export interface Sitting {
  readonly writer: Pick<JournalWriter, "journal" | "save">;
  readonly observed: Observed;
  /** The roll has ended, however it did; called before the hook after it. */
  readonly leave: () => void;
}

/**
 * Roll between the hooks of a playbook. The hook after it runs on every way out; that it has to run stands in the
 * journal before the one before the roll begins. What is thrown, also by the hook before, is how the roll ended.
 */
export async function betweenHooks(
  { hooks }: Pick<Playbook, "hooks">,
  sitting: Sitting,
  roll: () => Promise<RollEnd>,
): Promise<RollEnd> {
  const { writer, observed, leave } = sitting;
  const end = await hookBefore(hooks, sitting)
    .then(roll)
    .catch((error: unknown) => ({ ...endedBy(error), journal: writer.journal, observed }));
  leave();
  return hookAfter(hooks, end);
}

async function hookBefore(hooks: Playbook["hooks"], { writer }: Sitting): Promise<void> {
  const begun = writer.journal;
  if (hooks?.after !== undefined && !begun.undo.some(({ what }) => what === "hook"))
    await writer.save({ ...begun, undo: [...begun.undo, { what: "hook" }] });
  if (hooks?.before !== undefined)
    await runHook("before", hooks.before, { cluster: begun.cluster, roll: begun.id, state: "begin" });
}

/** What goes wrong with it is told, and the roll stays what it was. */
async function hookAfter(hooks: Playbook["hooks"], end: RollEnd): Promise<RollEnd> {
  if (hooks?.after === undefined) return end;
  const { journal, code } = end;
  try {
    await runHook("after", hooks.after, { cluster: journal.cluster, roll: journal.id, state: endings[code] });
    return { ...end, journal: { ...journal, undo: journal.undo.filter(({ what }) => what !== "hook") } };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return end;
  }
}
