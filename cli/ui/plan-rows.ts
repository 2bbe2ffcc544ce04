import type { Colors } from "picocolors/types";
import type { PlannedBatch, PlannedNode } from "../decide/plan";
import { idList } from "./id-list";
import { shortZone } from "./short-zone";
import { table } from "./table";

/** Nodes of one batch that are told in one line, or of several batches that follow one another. */
interface Line {
  /** Numbers of its batches. */
  readonly batches: readonly number[];
  readonly nodes: readonly PlannedNode[];
}

/** More lines than these, and batches of one that are alike are told together. */
const many = 24;

/** The batches in order, a line for each kind of node in each. */
export function planRows(batches: readonly PlannedBatch[], paint: Colors): string {
  const alone = batches.flatMap(({ nodes }, i) =>
    alike(nodes).map((some): Line => ({ batches: [i + 1], nodes: some })),
  );
  const lines = alone.length > many ? foldOnes(alone, batches) : alone;
  const rows = lines.map(({ batches: of, nodes }, i) => {
    const [first] = nodes;
    const before = lines[i - 1];
    const number = of.length > 1 ? `${of[0] ?? 0}-${of.at(-1) ?? 0}` : String(of[0] ?? 0);
    const why = first?.why ?? "";
    const same = before?.nodes[0]?.why === why && before.nodes[0].how === first?.how;
    return [
      (before?.batches[0] === of[0] ? "" : number).padStart(5),
      namesOf(
        nodes.map(({ node }) => node),
        of.length > 1,
      ),
      first?.pool ?? "",
      [...new Set(nodes.map(({ zone }) => shortZone(zone)))].join(" "),
      `${first === undefined ? "" : words[first.how]}${of.length > 1 ? ", each alone" : ""}`,
      `${same ? paint.dim("″") : why}${nearOf(nodes, paint)}`,
    ];
  });
  return table([["BATCH", "NODES", "POOL", "ZONE", "HOW", "WHY"].map(paint.dim), ...rows]);
}

const words: Readonly<Record<PlannedNode["how"], string>> = {
  restart: "restart",
  live: "live, no restart",
  grow: "grow, no restart",
  resize: "resize",
  replace: "replace",
  create: "create",
  record: "record only",
};

/** Ids in the order in which they are taken; where that is their own order, in short. */
function namesOf(ids: readonly number[], inTurn: boolean): string {
  const rises = ids.every((id, i) => i === 0 || id > (ids[i - 1] ?? 0));
  return inTurn && rises ? idList(ids) : ids.join(" ");
}

/** Nodes that are told alike. */
const isAlike = (a: PlannedNode | undefined, b: PlannedNode | undefined): boolean =>
  a?.pool === b?.pool && a?.how === b?.how && a?.why === b?.why;

function alike(nodes: readonly PlannedNode[]): PlannedNode[][] {
  const groups: PlannedNode[][] = [];
  for (const node of nodes) {
    const group = groups.find(([first]) => isAlike(first, node));
    if (group === undefined) groups.push([node]);
    else group.push(node);
  }
  return groups;
}

/** Batches of one that follow one another and are alike, in one line. */
function foldOnes(lines: readonly Line[], batches: readonly PlannedBatch[]): Line[] {
  const isOne = ({ batches: [number = 0] }: Line): boolean => batches[number - 1]?.nodes.length === 1;
  const out: Line[] = [];
  for (const line of lines) {
    const last = out.at(-1);
    if (last === undefined || !isOne(last) || !isOne(line) || !isAlike(last.nodes[0], line.nodes[0])) out.push(line);
    else out[out.length - 1] = { batches: [...last.batches, ...line.batches], nodes: [...last.nodes, ...line.nodes] };
  }
  return out;
}

/** Partitions that have nothing to spare: all others say nothing. */
function nearOf(nodes: readonly PlannedNode[], paint: Colors): string {
  const tight = nodes.flatMap(({ nearest }) => nearest.filter(({ inSync, minIsr }) => inSync <= minIsr));
  const [first] = tight.sort((a, b) => a.inSync - a.minIsr - (b.inSync - b.minIsr));
  if (first === undefined) return "";
  const more = new Set(tight.map(({ partition }) => partition)).size - 1;
  const near = `${first.partition} ${first.inSync} of min ${first.minIsr}${more > 0 ? ` and ${more} more` : ""}`;
  return `  ${paint.yellow(near)}`;
}
