/** A line of `dataops roll --json`, as far as it is looked at here. */
export interface RollLine {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly event: string;
  readonly node?: number;
  readonly step?: string;
  readonly ms?: number;
}

/** What a roll's time went to, in milliseconds. The parts add up to `wall`. */
export interface Breakdown {
  /** From the first node's taking to the last one's finish. */
  readonly wall: number;
  /** By part, then by node. */
  readonly parts: ReadonlyMap<PartName, ReadonlyMap<number, number>>;
}

/** What the nodes themselves need: no way of rolling them one by one can be faster. */
export const ownParts = ["fetch", "stop", "install", "configure", "start", "catch-up"] as const;

/** What the roll adds. */
export const addedParts = ["observe and journal", "gates before a step", "steady reads", "label", "record"] as const;

export type PartName = (typeof ownParts)[number] | (typeof addedParts)[number];

/** Every moment between the first taking and the last finish, given to the part that it was spent on. */
export function breakdown(lines: readonly RollLine[]): Breakdown {
  const first = lines.findIndex((line) => line.event === "take");
  const last = lines.findLastIndex((line) => line.event === "finish");
  const [begin, end] = [lines[first], lines[last]];
  if (begin === undefined || end === undefined || last < first)
    throw new Error("a roll: expected events from take to finish; got none");
  const parts = new Map<PartName, Map<number, number>>();
  const add = (part: PartName, node: number, ms: number): void => {
    const nodes = parts.get(part) ?? new Map<number, number>();
    parts.set(part, nodes.set(node, (nodes.get(node) ?? 0) + ms));
  };
  let before = begin;
  for (const line of lines.slice(first + 1, last + 1)) {
    const node = line.node ?? before.node ?? 0;
    const took = line.event === "step" ? Math.min(line.ms ?? 0, line.at - before.at) : 0;
    if (took > 0) add(line.step as PartName, node, took);
    add(partBetween(before, line), node, line.at - took - before.at);
    before = line;
  }
  return { wall: end.at - begin.at, parts };
}

/** What the time between two events was spent on, apart from a step of its own. */
function partBetween(before: RollLine, after: RollLine): PartName {
  switch (before.event) {
    case "step":
      // After the last step nothing is left but to look: until the first good look that is the node's own time.
      return after.event === "read" || (after.event === "wait" && before.step === "start")
        ? "catch-up"
        : after.event === "wait"
          ? "gates before a step"
          : "observe and journal";
    case "wait":
      return after.event === "step" ? "gates before a step" : "catch-up";
    case "read":
      return "steady reads";
    case "label":
      return "label";
    case "record":
      return "record";
    default:
      return "observe and journal";
  }
}

/** Milliseconds of some parts, over all nodes. */
export const sumOf = ({ parts }: Breakdown, names: readonly PartName[]): number =>
  names.flatMap((name) => [...(parts.get(name)?.values() ?? [])]).reduce((sum, ms) => sum + ms, 0);
