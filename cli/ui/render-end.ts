import type { Colors } from "picocolors/types";
import type { Cluster } from "../../spec/cluster";
import type { Journal, Member } from "../decide/journal";
import { isReachable } from "../facts/node-report";
import { describeUndo, type RollEnd } from "../run/roll/roll-loop";
import { idList } from "./id-list";

/** How a roll ended that did not come to its end: why, where it stands, and what goes on with it. */
export function renderEnd(end: RollEnd, cluster: Cluster, paint: Colors): string {
  const { journal } = end;
  const finished = journal.finished.map(({ id }) => id);
  const inHand = journal.batch?.members ?? [];
  const left = leftOf(journal.targets, [...finished, ...inHand.map(({ id }) => id)]);
  return [
    `${wordOf(end, paint)}  ${whyOf(end)}`,
    ...tailOf(end).map((line) => `  ${paint.dim("│")} ${line}`),
    `  done: ${idList(finished) || "none"}${left.length === 0 ? "" : `; not taken: ${idList(left)}`}`,
    ...inHand.map((member) => `  in hand: node ${member.id}, ${stepsOf(member)}`),
    ...journal.undo.map((undo) => `  ${paint.yellow("to be put back")}: ${describeUndo(undo)}`),
    `  the same command goes on from here${journal.undo.length === 0 ? "" : " and puts it back"}; ${cluster.file} says what is done`,
  ].join("\n");
}

/** Where every node stands when nothing more is asked of any: the second Ctrl-C. A verb that runs ends by itself. */
export function renderStopNow(cluster: Cluster, journal: Journal): string {
  const inHand = journal.batch?.members ?? [];
  const held = new Set(inHand.map(({ id }) => id));
  const done = new Set(journal.finished.map(({ id }) => id).filter((id) => !held.has(id)));
  const others = cluster.nodes
    .map(({ id }) => id)
    .filter((id) => id in journal.targets && !done.has(id) && !held.has(id));
  return [
    "stopped now",
    ...(done.size === 0 ? [] : [`  done and recorded: ${idList([...done])}`]),
    ...inHand.map(
      (member) => `  in hand: node ${member.id}, ${stepsOf(member)}; a step that runs on it ends by itself`,
    ),
    ...(others.length === 0 ? [] : [`  not touched: ${idList(others)}`]),
    ...journal.undo.map((undo) => `  to be put back: ${describeUndo(undo)}`),
    "  the same command goes on from here",
  ].join("\n");
}

function wordOf({ code }: RollEnd, paint: Colors): string {
  if (code === 4) return paint.yellow("paused");
  return paint.red(code === 3 ? "refused" : "failed");
}

function whyOf({ node, gate, reason = "" }: RollEnd): string {
  const at = node === undefined || reason.includes(`node ${node}`) ? "" : `node ${node}: `;
  return `${at}${gate === undefined ? "" : `${gate}: `}${reason}`;
}

/** A share of a data disk from which on it counts as full: Kafka gives up what it cannot write, and logs that as a storage error. */
const full = 0.97;

/** The last lines of the log of the node it ended at, and what they may not say: that its disk is full. */
function tailOf({ node, observed }: RollEnd): readonly string[] {
  const report = node === undefined ? undefined : observed.nodes[node];
  if (report === undefined || !isReachable(report)) return [];
  const { used, size } = report.disk;
  const isFull = size > 0 && used / size >= full;
  return [...report.tail, ...(isFull ? [`its data disk is full: ${Math.floor((100 * used) / size)} % used`] : [])];
}

const leftOf = (targets: Readonly<Record<number, unknown>>, taken: readonly number[]): number[] =>
  Object.keys(targets)
    .map(Number)
    .filter((id) => !taken.includes(id));

/** What was done to a node in hand. */
const stepsOf = ({ did }: Pick<Member, "did">): string =>
  did.length === 0 ? "no step done" : `${[...new Set(did.map(({ step }) => step))].join(", ")} done`;
