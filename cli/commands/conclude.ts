import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Cluster, readCluster } from "../../spec";
import { finalizeSteps, metadataVersionName } from "../../spec/releases";
import type { Journal } from "../decide/journal";
import type { Proof } from "../decide/proof";
import { topBack } from "../decide/rollback";
import { counted } from "../facts/counted";
import { isReachable } from "../facts/node-report";
import type { Observed } from "../facts/observed";
import { targetKeys } from "../facts/target";
import type { OpenCluster } from "../run/open-cluster";
import { prove } from "../run/prove";
import type { RollEnd } from "../run/roll/roll-loop";
import { paint } from "../ui/paint";
import { renderEnd } from "../ui/render-end";
import { renderProof } from "../ui/render-proof";
import { reportHtml } from "../ui/report/report-html";
import { span } from "../ui/span";
import { replaceFile } from "../write/replace-file";
import type { Move } from "./move-nodes";

/** How a sitting ended: what was done, the proof, the report, what comes next. Answers with the exit code. */
export async function conclude({ intent, options }: Move, end: RollEnd, open: OpenCluster): Promise<number> {
  const { journal } = end;
  const say = (text: string): void => void process.stdout.write(options.json || text === "" ? "" : `${text}\n`);
  const tell = (value: object): void => {
    if (options.json) process.stdout.write(endLine(value));
  };
  if (end.code !== 0) {
    const { code, gate, node, reason } = end;
    say(renderEnd(end, intent.cluster, paint));
    say(await writeReport(journal, options.report));
    tell({ code, gate, node, reason, ...(journal.acks === undefined ? {} : { longestGap: journal.acks.longest }) });
    return code;
  }
  const took = Date.now() - journal.began;
  const rolled = journal.finished.length;
  const verb = journal.kind === "roll" ? "rolled" : "back  ";
  say(
    `${paint.green("✔")} ${verb}  ${counted(rolled, "node")}, ${span(took)}; ${intent.file}: ${counted(recorded(journal), "line")} recorded`,
  );
  say(felt(journal));
  const cluster = readCluster(journal.cluster);
  const observed = await open.observe({ cloudMaxAge: 0 });
  const { proof, unproved } = options.verify ? await proven(cluster, observed) : {};
  if (proof !== undefined) say(renderProof(proof, paint));
  if (unproved !== undefined) say(`${paint.red("✘")} not proved: ${unproved}`);
  if (isReachable(observed.kafka)) for (const line of whatNext(cluster, journal, observed.kafka.features)) say(line);
  say(await writeReport(journal, options.report));
  const code = unproved === undefined ? (proof?.code ?? 0) : 1;
  tell({
    code,
    rolled,
    ms: took,
    ...(journal.acks === undefined ? {} : { longestGap: journal.acks.longest }),
    ...(proof === undefined ? {} : { proof }),
    ...(unproved === undefined ? {} : { reason: unproved }),
  });
  return code;
}

/** What was rolled stays rolled where Terraform cannot be asked: it is told, and `dataops verify` asks again. */
const proven = (cluster: Cluster, observed: Observed): Promise<{ proof?: Proof; unproved?: string }> =>
  prove(cluster, observed).then(
    (proof) => ({ proof }),
    (error: unknown) => ({ unproved: `${(error as Error).message}; dataops verify ${cluster.name} asks again` }),
  );

/** The last line of `--json`. */
export const endLine = (value: object): string => `${JSON.stringify({ at: Date.now(), event: "end", ...value })}\n`;

const felt = ({ acks }: Journal): string =>
  acks === undefined
    ? ""
    : `${paint.green("✔")} clients ${acks.sent} records to ${acks.topic}, ${acks.failed} failed, longest gap between acks ${span(acks.longest)}`;

const recorded = ({ finished }: Journal): number =>
  finished.filter(({ from, to }) => targetKeys.some((key) => from[key] !== to[key])).length;

/** What is open still: features to finalize, a top that asks for what was taken back. */
function whatNext(cluster: Cluster, journal: Journal, features: Readonly<Record<string, number>>): string[] {
  if (journal.kind === "rollback") {
    const top = topBack(cluster, journal, journal.targets);
    return top.length === 0 ? [] : [`  the file's top asks for something else still: ${top.join(", ")}`];
  }
  const versions = new Set(Object.values(cluster.recorded.nodes).map(({ version }) => version));
  const [version] = versions;
  if (versions.size !== 1 || version === undefined || finalizeSteps(version, features).length === 0) return [];
  const level = metadataVersionName(features["metadata.version"] ?? 0);
  return [
    `  not final: metadata.version is ${level} and rollback is open`,
    `  next: dataops finalize ${cluster.name}, or dataops rollback ${cluster.name}`,
  ];
}

/** Write the report of a roll; a report that cannot be written does not make a failure of the roll. */
async function writeReport(journal: Journal, asked: string | false | undefined): Promise<string> {
  if (asked === false) return "";
  const file = asked ?? join("reports", `${journal.cluster}-${journal.id}.html`);
  try {
    await mkdir(dirname(file), { recursive: true });
    await replaceFile(file, reportHtml(journal));
    return `  report: ${file}`;
  } catch (error) {
    return `  no report: ${(error as Error).message}`;
  }
}
