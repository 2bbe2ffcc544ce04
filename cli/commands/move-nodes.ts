import { accessSync, constants, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { addAcks } from "../decide/add-acks";
import type { Journal } from "../decide/journal";
import { parseJournal } from "../decide/parse-journal";
import { plannedNodes } from "../decide/plan";
import type { Playbook } from "../decide/playbook";
import { counted } from "../facts/counted";
import { isReachable } from "../facts/node-report";
import type { Observed } from "../facts/observed";
import { artefactChecksums } from "../run/artefact/artefact-checksums";
import type { Bucket } from "../run/aws/bucket";
import { checkCanary, withCanary } from "../run/canary/with-canary";
import { Failure } from "../run/failure";
import { ensureHostProgram } from "../run/host/ensure-host-program";
import { hostProgram } from "../run/host/host-program";
import type { Lease } from "../run/lease/lease";
import { longestVerb } from "../run/lease/longest-verb";
import { withLease } from "../run/lease/with-lease";
import { type OpenCluster, withCluster } from "../run/open-cluster";
import { Interrupts } from "../run/roll/interrupts";
import { JournalStore } from "../run/roll/journal-store";
import { JournalWriter } from "../run/roll/journal-writer";
import { type Prepared, prepareJournal } from "../run/roll/prepare-journal";
import { type Intent, operator, withIntended } from "../run/roll/prepare-roll";
import { handsOf } from "../run/roll/roll-hands";
import { type RollEnd, rollLoop } from "../run/roll/roll-loop";
import { publishConfigs } from "../run/terraform/publish-configs";
import { confirm } from "../ui/confirm";
import { paint } from "../ui/paint";
import { renderStopNow } from "../ui/render-end";
import { renderPlan } from "../ui/render-plan";
import { screenFor } from "../ui/screen-for";
import { replaceFile } from "../write/replace-file";
import { betweenHooks } from "./between-hooks";
import { conclude, endLine } from "./conclude";
import { type Foreseen, foresee } from "./foresee";
import type { MoveOptions, RollOptions } from "./roll-options";
import { withBucket } from "./with-bucket";

/** What a command that moves nodes is given. */
export interface Move {
  readonly kind: Journal["kind"];
  readonly intent: Intent;
  /** That of a roll that begins now; one that is gone on with goes by its own. */
  readonly playbook: Playbook;
  readonly options: RollOptions & MoveOptions;
}

/** All that a sitting goes by, once it may begin. */
interface Sitting extends Prepared, Foreseen {}

/** Roll a cluster, or take a roll back; answers with the exit code. Nothing is touched before all is known to be good. */
export async function moveNodes(move: Move): Promise<number> {
  const { kind, intent, playbook } = move;
  const { cluster } = intent;
  checkWritable(cluster.file);
  const purpose = { command: `${kind} ${cluster.name}`, longest: longestVerb(playbook) };
  return withBucket(cluster, (bucket) =>
    withCluster(cluster, (open) =>
      // The lease comes first: what two operators read at the same time, both would act on.
      withLease(open, bucket, purpose, async (lease) => {
        const store = new JournalStore<Journal>(bucket, cluster.name, parseJournal);
        const sitting = await prepare(move, open, store, bucket, lease);
        return sitting === undefined ? 4 : carryOut(move, sitting, { open, bucket, store, lease });
      }),
    ),
  );
}

/** A record that cannot be written would stop the roll at its first node: better none is touched. */
function checkWritable(file: string): void {
  for (const path of [file, dirname(file)])
    try {
      accessSync(path, constants.W_OK);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new Failure(`${path}: cannot be written (${code ?? "?"}); expected to record there what each node is`, 1);
    }
}

async function prepare(
  { kind, intent, options }: Move,
  open: OpenCluster,
  store: JournalStore<Journal>,
  bucket: Bucket,
  lease: Lease,
): Promise<Sitting | undefined> {
  const seen = withIntended(await open.observe({ cloudMaxAge: 0 }), intent);
  await lease.raiseAbove(newestLease(seen) - (lease.because === "first" ? 0 : 1));
  const prepared = await prepareJournal(intent, seen, { ...options, kind }, store, bucket);
  const { journal } = prepared;
  const course = await foresee(intent, seen, journal, options);
  const { foreseen } = course;
  const nodes = plannedNodes(foreseen);
  if (!options.json) {
    if (prepared.resumed) process.stdout.write(`going on with ${kind} ${journal.id} of ${journal.by}\n`);
    for (const { id, why } of journal.batch?.members ?? []) process.stdout.write(`node ${id} is in hand: ${why}\n`);
    process.stdout.write(`${renderPlan(foreseen, paint)}\n\n`);
  }
  const { refused, shut } = foreseen;
  if (refused !== undefined && (nodes.length === 0 || shut.length > 0) && journal.batch === undefined)
    throw new Failure(
      `refused, and no node was taken: ${refused.gate === undefined ? "" : `${refused.gate}: `}${refused.reason}`,
      3,
    );
  if (options.canary !== undefined) await checkCanary(open, options.canary);
  const asks = (nodes.length > 0 || journal.batch !== undefined) && !options.yes;
  const what = kind === "roll" ? "Roll" : "Take back";
  if (asks && !(await confirm(`${what} ${counted(nodes.length, "node")} of ${intent.cluster.name}?`))) return undefined;
  return { ...prepared, ...course };
}

/** The newest lease token that any host has seen. */
const newestLease = ({ nodes }: Observed): number =>
  Math.max(0, ...Object.values(nodes).map((report) => (isReachable(report) ? report.lease : 0)));

interface Ways {
  readonly open: OpenCluster;
  readonly bucket: Bucket;
  readonly store: JournalStore<Journal>;
  readonly lease: Lease;
}

async function carryOut(move: Move, sitting: Sitting, { open, bucket, store, lease }: Ways): Promise<number> {
  const { intent, options } = move;
  const { cluster } = intent;
  if (sitting.givenUp !== undefined) await store.keep(sitting.givenUp);
  await bringHostProgram(open);
  await writeTop(intent);
  await publishConfigs(cluster, intent.configs, async (word) =>
    (await bucket.get(`clusters/${cluster.name}/configs/${word}`))?.body.toString("utf8"),
  );
  const writer = new JournalWriter(sat(sitting.journal, lease.token), (journal) => store.save(journal));
  const { journal } = writer;
  await writer.save(journal);

  const screen = await screenFor(options.json, cluster, journal, sitting.foreseen);
  const interrupts = new Interrupts(
    () => screen.pausing(),
    () => {
      screen.end();
      if (options.json) process.stdout.write(endLine({ code: 4, reason: "stopped now" }));
      (options.json ? process.stderr : process.stdout).write(`${renderStopNow(cluster, writer.journal)}\n`);
      process.exit(4);
    },
  );
  const { playbook, observed, limits, foreseen } = sitting;
  const { pending } = observed;
  const told = (event: Parameters<typeof screen.tell>[0]): void => screen.tell(event);
  const hands = handsOf({
    cluster,
    open,
    lease,
    interrupts,
    writer,
    tell: told,
    ...(pending === undefined ? {} : { pending }),
  });
  const roll = async (): Promise<RollEnd> => {
    const course = { journal: writer.journal, playbook, limits, foreseen, checksums: artefactChecksums() };
    const { answer, acks } = await withCanary(open, options.canary, () => rollLoop(course, hands));
    return { ...answer, journal: addAcks(answer.journal, acks) };
  };
  const leave = (): void => {
    screen.end();
    interrupts.close();
  };
  const end = await betweenHooks(playbook, { writer, observed, leave }, roll);
  await writer.settle();
  const ended = { ...end, journal: stood(end.journal, end) };
  if (ended.code === 0) await store.finish(ended.journal);
  // A lease that was lost belongs to somebody who may be at work on this very journal.
  else if (lease.lost === undefined)
    await store.save(ended.journal).catch((error: unknown) => {
      // How the roll ended is told all the same; whoever goes on begins from what was kept last.
      if (ended.reason?.includes((error as Error).message) !== true)
        process.stderr.write(`how this ended is not kept: ${(error as Error).message}\n`);
    });
  return conclude(move, ended, open);
}

/** Every node that can be reached runs the host program of this release; one that cannot is left to the gates. */
async function bringHostProgram(open: OpenCluster): Promise<void> {
  const program = hostProgram();
  await open.fleet.each((transport) => ensureHostProgram(transport, program));
}

/** Put the edited top in place, unless somebody has edited the file since it was read. */
async function writeTop({ edit, file }: Intent): Promise<void> {
  if (edit === undefined) return;
  if (readFileSync(file, "utf8") !== edit.before)
    throw new Failure(`${file}: was edited since this command read it; nothing is written, run the command again`, 3);
  await replaceFile(file, edit.after);
}

const sat = (journal: Journal, token: number): Journal => ({
  ...journal,
  sittings: [...journal.sittings, { by: operator(), began: Date.now(), token }],
});

/** The sitting, ended. */
function stood(journal: Journal, { code, reason, gate, node }: RollEnd): Journal {
  const last = journal.sittings.at(-1);
  if (last === undefined) return journal;
  const end = {
    code,
    ...(reason === undefined ? {} : { reason }),
    ...(gate === undefined ? {} : { gate }),
    ...(node === undefined ? {} : { node }),
  };
  return { ...journal, sittings: [...journal.sittings.slice(0, -1), { ...last, ended: Date.now(), end }] };
}
