import type { Colors } from "picocolors/types";
import type { Finished, Journal, Sitting } from "../decide/journal";
import { describeUndo } from "../run/roll/roll-loop";
import { clock, moment } from "./moment";
import { resultWord } from "./result-word";
import { endWord, rollSummary, type Stretch, spentIn, stretchesOf, waitsOf } from "./roll-summary";
import { span } from "./span";
import { table } from "./table";

/** One roll in all its details: its nodes, what waited and why, what was overridden, who sat at it. */
export function renderHistoryOf(journal: Journal, paint: Colors, held?: number): string {
  const summary = rollSummary(journal, held);
  const { from, to, done, nodes, began, took } = summary;
  const title = `${paint.bold(journal.cluster)}  ${from === to ? to : `${from} → ${to}`}  ${resultWord(summary, paint)}`;
  const stretches = stretchesOf(journal);
  const inHand = journal.batch?.members ?? [];
  return [
    `${title}  ${done} of ${nodes} nodes · ${span(took)}`,
    paint.dim(
      `${journal.kind} ${journal.id}, begun ${moment(began)} UTC by ${journal.by}, playbook ${journal.playbook}`,
    ),
    ...section(
      "set",
      journal.set.map(({ key, from: was, to: is }) => [`${key} ${was} → ${is}`]),
      paint,
    ),
    ...section(
      "nodes",
      [
        ...journal.finished.map((one) => finished(one, stretches)),
        ...inHand.map(({ id, began: at, why, did }) => [String(id), clock(at), "in hand", why, steps(did)]),
      ],
      paint,
    ),
    ...section(
      "waits",
      waitsOf(journal).map(({ gate, node, reason, since, until }) => [
        clock(since),
        span(until - since),
        node === undefined ? "cluster" : `node ${node}`,
        gate,
        reason,
      ]),
      paint,
    ),
    ...section("overridden", Object.entries(journal.overrides), paint),
    ...section("accepted", Object.entries(journal.accepted), paint),
    ...section(
      "not as planned",
      journal.departures.map(({ at, text }) => [clock(at), text]),
      paint,
    ),
    ...section(
      "to be put back",
      journal.undo.map((undo) => [describeUndo(undo)]),
      paint,
    ),
    ...section(
      "sittings",
      journal.sittings.map((one) => sitting(one, held)),
      paint,
    ),
  ].join("\n");
}

function section(title: string, rows: readonly (readonly string[])[], paint: Colors): string[] {
  if (rows.length === 0) return [];
  const lines = table(rows).split("\n");
  return ["", paint.bold(title), ...lines.map((line) => `  ${line}`)];
}

const finished = ({ id, began, ended, why, did, catchUp }: Finished, stretches: readonly Stretch[]): string[] => [
  String(id),
  clock(began),
  span(spentIn(stretches, began, ended)),
  why,
  `${steps(did)}${did.length === 0 ? "" : `, caught up ${span(catchUp)}`}`,
];

const steps = (did: Finished["did"]): string =>
  did.map(({ step, took }) => `${step} ${span(took)}`).join(", ") || "record only";

function sitting(of: Sitting, held: number | undefined): string[] {
  const { by, began, ended, token, end } = of;
  const node = end?.node === undefined ? "" : `node ${end.node}: `;
  const why = end?.reason === undefined ? "" : `: ${node}${end.gate === undefined ? "" : `${end.gate}: `}${end.reason}`;
  return [
    moment(began),
    ended === undefined ? "?" : span(ended - began),
    by,
    `lease ${token}`,
    `${endWord(of, held)}${why}`,
  ];
}
