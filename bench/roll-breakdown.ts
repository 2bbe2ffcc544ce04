import type { Told } from "../cli/ui/told";

/** What a roll's time went to, in milliseconds. The parts add up to `wall`. */
export interface Breakdown {
  /** From the first node's taking to the last one's finish. */
  readonly wall: number;
  /** By part, then by node. */
  readonly parts: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

/** What the nodes themselves need: no way of rolling them one by one can be faster. */
export const ownParts = ["fetch", "stop", "install", "configure", "start", "catch-up"] as const;

/** Looks that a playbook asks for after a node is well. */
export const steadyReads = "steady reads";

/** Every moment between the first taking and the last finish, given to the part that it was spent on. */
export function breakdown(lines: readonly Told[]): Breakdown {
  const first = lines.findIndex(({ event }) => event === "take");
  const last = lines.findLastIndex(({ event }) => event === "finish");
  const [begin, end] = [lines[first], lines[last]];
  if (begin === undefined || end === undefined || last < first)
    throw new Error("a roll: expected events from take to finish; got none");
  const parts = new Map<string, Map<number, number>>();
  const add = (part: string, node: number, ms: number): void => {
    const nodes = parts.get(part) ?? new Map<number, number>();
    parts.set(part, nodes.set(node, (nodes.get(node) ?? 0) + ms));
  };
  let before = begin;
  for (const line of lines.slice(first + 1, last + 1)) {
    const node = nodeOf(line) ?? nodeOf(before) ?? 0;
    const took = line.event === "step" ? Math.min(line.ms, line.at - before.at) : 0;
    if (line.event === "step") add(line.step, node, took);
    add(partBetween(before, line), node, line.at - took - before.at);
    before = line;
  }
  return { wall: end.at - begin.at, parts };
}

/** Nodes go one by one here: the first is all. */
function nodeOf(line: Told): number | undefined {
  if ("node" in line) return line.node;
  const [first] = "nodes" in line ? line.nodes : [];
  return typeof first === "object" ? first.node : first;
}

/** What the time between two events was spent on, apart from a step of its own. */
function partBetween(before: Told, after: Told): string {
  const waits = after.event === "wait";
  // After the last step nothing is left but to look: until the first good look that is the node's own time.
  if (before.event === "step" && (after.event === "read" || (waits && before.step === "start"))) return "catch-up";
  if (before.event === "step" && waits) return "shut gates";
  if (before.event === "wait") return ["begin-step", "take"].includes(after.event) ? "shut gates" : "catch-up";
  if (before.event === "read" || before.event === "bake") return steadyReads;
  return ["put-back", "label", "record"].includes(before.event) ? before.event : observing;
}

const observing = "observe and journal";

/** Milliseconds of some parts, over all nodes. */
export const sumOf = ({ parts }: Breakdown, names: readonly string[]): number =>
  names.flatMap((name) => [...(parts.get(name)?.values() ?? [])]).reduce((sum, ms) => sum + ms, 0);

/** Names of the parts that there are: the nodes' own, then what the roll adds, the larger first. */
export function partNames(found: Breakdown): string[] {
  const own: readonly string[] = ownParts;
  const added = [...found.parts.keys()].filter((name) => !own.includes(name) && sumOf(found, [name]) >= 1);
  return [...own, ...added.sort((a, b) => sumOf(found, [b]) - sumOf(found, [a]))];
}
