import { readFileSync } from "node:fs";
import { BadInput, type Cluster } from "../../spec";
import { goOn } from "../decide/go-on";
import type { Journal } from "../decide/journal";
import { parseJournal } from "../decide/parse-journal";
import { type Plan, plan } from "../decide/plan";
import type { Playbook } from "../decide/playbook";
import { counted } from "../facts/counted";
import { downgrades } from "../facts/downgrades";
import { isReachable } from "../facts/node-report";
import type { Observed } from "../facts/observed";
import { artefactChecksums } from "../run/artefact-checksums";
import { Bucket } from "../run/bucket";
import { ensureHostProgram } from "../run/ensure-host-program";
import { Failure } from "../run/failure";
import { hostProgram } from "../run/host-program";
import { Interrupts } from "../run/interrupts";
import { JournalStore } from "../run/journal-store";
import { Lease } from "../run/lease";
import { type OpenCluster, openCluster } from "../run/open-cluster";
import { beginJournal, type Intent, readIntent } from "../run/prepare-roll";
import { prove } from "../run/prove";
import { publishConfigs } from "../run/publish-configs";
import { readPlaybook } from "../run/read-playbook";
import { handsOf } from "../run/roll-hands";
import { type RollEnd, rollLoop } from "../run/roll-loop";
import { confirm } from "../ui/confirm";
import { paint } from "../ui/paint";
import { renderPlan } from "../ui/render-plan";
import { renderProof } from "../ui/render-proof";
import type { RollScreen } from "../ui/roll-screen";
import { screenFor } from "../ui/screen-for";
import { span } from "../ui/span";
import { replaceFile } from "../write/replace-file";
import { checkOnly, type RollOptions } from "./roll-options";

interface Options extends RollOptions {
  readonly yes: boolean;
  readonly retarget: boolean;
  readonly verify: boolean;
}

/** All that a roll is made from, read once it may begin. */
interface Roll {
  readonly intent: Intent;
  readonly playbook: Playbook;
  readonly journal: Journal;
  readonly foreseen: Plan;
}

/** Roll a cluster; answers with the exit code. Nothing is touched before all input is known to be good. */
export async function roll(name: string, options: Options): Promise<number> {
  const intent = readIntent(name, options.set);
  const playbook = readPlaybook(options.playbook);
  checkOnly(intent.cluster, options.only);
  if (!options.yes && !process.stdin.isTTY)
    throw new BadInput("roll: nobody is there to say yes; expected --yes where standard input is no terminal");

  const bucket = new Bucket(intent.cluster.place);
  const open = openCluster(intent.cluster);
  try {
    // The lease comes first: what two operators read at the same time, both would act on.
    const lease = await Lease.acquire(bucket, name, `roll ${name}`);
    try {
      const store = new JournalStore<Journal>(bucket, name, parseJournal);
      const prepared = await prepare(intent, playbook, options, open, store);
      if (prepared === undefined) return 4;
      return await carryOut(prepared, options, { open, bucket, store, lease });
    } finally {
      await lease.release();
    }
  } finally {
    bucket.close();
    await open.close();
  }
}

async function prepare(
  intent: Intent,
  playbook: Playbook,
  options: Options,
  open: OpenCluster,
  store: JournalStore<Journal>,
): Promise<Roll | undefined> {
  await bringHostProgram(open);
  const [observed, stored] = await Promise.all([open.observe(), store.load()]);
  const course = goOn(stored, { ...options, top: intent.top, overrides: options.override });
  if (course !== "begin" && "refused" in course) throw new Failure(course.refused, 3);
  const journal = course === "begin" ? beginJournal(intent, observed, options) : course.journal;
  const foreseen = foresee(intent, observed, playbook, journal);
  if (!options.json) {
    if (course !== "begin") process.stdout.write(`going on with roll ${journal.id} of ${journal.by}\n`);
    if (journal.inHand !== undefined)
      process.stdout.write(`node ${journal.inHand.id} is in hand: ${journal.inHand.why}\n`);
    process.stdout.write(`${renderPlan(foreseen, paint)}\n\n`);
  }
  const back = downgrades(intent.cluster, journal.targets);
  if (back.length > 0)
    throw new Failure(
      `refused, and no node was taken: a roll never takes a node down a version: ${back.join(", ")}`,
      3,
    );
  const { refused, nodes } = foreseen;
  if (refused !== undefined && nodes.length === 0)
    throw new Failure(
      `refused, and no node was taken: ${refused.gate === undefined ? "" : `${refused.gate}: `}${refused.reason}`,
      3,
    );
  const asks = nodes.length > 0 && !options.yes;
  if (asks && !(await confirm(`Roll ${counted(nodes.length, "node")} of ${intent.cluster.name}?`))) return undefined;
  return { intent, playbook, journal, foreseen };
}

/** Every node that can be reached runs the host program of this release; one that cannot is left to the gates. */
async function bringHostProgram(open: OpenCluster): Promise<void> {
  const program = hostProgram();
  await open.fleet.each((transport) => ensureHostProgram(transport, program));
}

function foresee({ cluster, top }: Intent, observed: Observed, playbook: Playbook, journal: Journal): Plan {
  return plan({ cluster, observed, playbook, journal, top, checksums: artefactChecksums(), now: Date.now() });
}

interface Ways {
  readonly open: OpenCluster;
  readonly bucket: Bucket;
  readonly store: JournalStore<Journal>;
  readonly lease: Lease;
}

async function carryOut(prepared: Roll, options: Options, { open, bucket, store, lease }: Ways): Promise<number> {
  const { intent, playbook, journal, foreseen } = prepared;
  const { cluster } = intent;
  await writeTop(intent);
  await publishConfigs(cluster, intent.configs, async (word) =>
    (await bucket.get(`clusters/${cluster.name}/configs/${word}`))?.body.toString("utf8"),
  );
  await store.save(journal);

  const screen = await screenFor(options.json, cluster, journal, foreseen);
  let last: Observed | undefined;
  const interrupts = new Interrupts(
    () => screen.pausing(),
    () => stopNow(screen, cluster, lastJournal),
  );
  let lastJournal = journal;
  const hands = handsOf({
    cluster,
    open,
    lease,
    interrupts,
    save: async (saved) => {
      lastJournal = saved;
      await store.save(saved);
    },
    tell: (event) => {
      if (event.event === "decided") last = event.observed;
      screen.tell(event);
    },
  });
  let end: RollEnd;
  try {
    end = await rollLoop(journal, playbook, artefactChecksums(), hands);
  } finally {
    screen.end();
    interrupts.close();
  }
  if (end.code !== 0) return ended(end, options, last);
  await store.finish(end.journal);
  return conclude(end.journal, Date.now() - end.journal.began, options, open, cluster);
}

/** Put the edited top in place, unless somebody has edited the file since it was read. */
async function writeTop({ edit, file }: Intent): Promise<void> {
  if (edit === undefined) return;
  if (readFileSync(file, "utf8") !== edit.before)
    throw new Failure(`${file}: was edited since this command read it; nothing is written, run the command again`, 3);
  await replaceFile(file, edit.after);
}

/** A roll that did not come to its end: why, where it stands, and what goes on with it. */
function ended(end: RollEnd, { json }: Options, observed: Observed | undefined): number {
  const at = end.node === undefined ? "" : `node ${end.node}: `;
  const why = `${at}${end.gate === undefined ? "" : `${end.gate}: `}${end.reason ?? ""}`;
  const report = end.node === undefined ? undefined : observed?.nodes[end.node];
  const tail = report !== undefined && isReachable(report) ? report.tail : [];
  if (json)
    process.stdout.write(
      `${JSON.stringify({ at: Date.now(), event: "end", code: end.code, gate: end.gate, node: end.node, reason: end.reason })}\n`,
    );
  else {
    const word = end.code === 4 ? paint.yellow("paused") : end.code === 3 ? paint.red("refused") : paint.red("failed");
    const finished = end.journal.finished.map((f) => f.id);
    const lines = [
      `${word}  ${why}`,
      ...tail.map((line) => `  ${line}`),
      `  done: ${finished.join(", ") || "none"}${end.journal.inHand === undefined ? "" : `; in hand: ${end.journal.inHand.id}`}`,
      `  the same command goes on from here`,
    ];
    process.stdout.write(`${lines.join("\n")}\n`);
  }
  return end.code;
}

/** The second Ctrl-C: nothing more is asked of any node; a verb that runs ends by itself. */
function stopNow(screen: RollScreen, cluster: Cluster, journal: Journal): never {
  screen.end();
  const done = new Set(journal.finished.map((f) => f.id));
  const lines = cluster.nodes
    .filter((n) => n.id in journal.targets)
    .map(
      ({ id }) =>
        `  node ${id}: ${done.has(id) ? "done" : journal.inHand?.id === id ? `in hand, ${journal.inHand.step} steps done` : "not touched"}`,
    );
  process.stdout.write(`${["stopped now", ...lines, "  the same command goes on from here"].join("\n")}\n`);
  process.exit(4);
}

async function conclude(
  journal: Journal,
  took: number,
  options: Options,
  open: OpenCluster,
  cluster: Cluster,
): Promise<number> {
  const rolled = journal.finished.length;
  const lines = journal.finished.filter((f) => f.from.version !== f.to.version || f.from.config !== f.to.config).length;
  if (!options.json)
    process.stdout.write(
      `${paint.green("✔")} rolled  ${counted(rolled, "node")}, ${span(took)}; ${cluster.file}: ${counted(lines, "line")} recorded\n`,
    );
  const current = readIntent(cluster.name, []).cluster;
  if (!options.verify) {
    if (options.json)
      process.stdout.write(`${JSON.stringify({ at: Date.now(), event: "end", code: 0, rolled, ms: took })}\n`);
    return 0;
  }
  const proof = await prove(current, await open.observe({ labelsMaxAge: 0 }));
  if (options.json)
    process.stdout.write(
      `${JSON.stringify({ at: Date.now(), event: "end", code: proof.code, rolled, ms: took, proof })}\n`,
    );
  else process.stdout.write(`${renderProof(proof, paint)}\n`);
  return proof.code;
}
