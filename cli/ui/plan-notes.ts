import type { Colors } from "picocolors/types";
import { type Plan, plannedNodes } from "../decide/plan";
import { nodeList } from "./id-list";
import { table } from "./table";
import { beside, listed } from "./wrap";

/** Changed keys of configs, once for all nodes that change them. */
export function changedKeys(plan: Plan, paint: Colors): string[] {
  const changed = plannedNodes(plan).filter(({ keys }) => keys.length > 0);
  return by(changed, ({ keys }) => JSON.stringify(keys)).flatMap((nodes) => {
    const [first] = nodes;
    if (first === undefined) return [];
    const rows = first.keys.map(({ key, from, to }) => [
      `  ${key}`,
      `${from ?? paint.dim("not set")} → ${to ?? paint.dim("not set")}`,
    ]);
    return [`config of ${nodeList(nodes.map(({ node }) => node))}`, ...table(rows).split("\n")];
  });
}

/** Steps, once for all nodes that have the same. */
export function stepsOf(plan: Plan, columns: number): string[] {
  const nodes = plannedNodes(plan);
  const groups = by(nodes, ({ steps }) => steps.join(" "));
  const labels = groups.map((group) =>
    groups.length === 1 ? "steps" : `steps of ${nodeList(group.map(({ node }) => node))}`,
  );
  const widest = Math.max(...labels.map((label) => label.length));
  return groups.flatMap(([first], i) => {
    const { steps = [] } = first ?? {};
    const words = steps.length === 0 ? ["none,", "the record alone"] : steps;
    return beside((labels[i] ?? "").padEnd(widest), words, columns);
  });
}

/** Gates that will be asked, and when. */
export function gatesOf(plan: Plan, columns: number): string[] {
  const before = [...new Set(plannedNodes(plan).flatMap(({ gates }) => gates))];
  const rows = [
    ["asked before each batch", plan.gates.before],
    ["before the steps", before],
    ["after each batch", plan.gates.until],
  ] as const;
  return rows.flatMap(([label, names]) => (names.length === 0 ? [] : beside(label.padEnd(23), listed(names), columns)));
}

/** The partition that is nearest to its minimum, where none has nothing to spare. */
export function nearestOf(plan: Plan): string[] {
  const [first] = plannedNodes(plan)
    .flatMap(({ node, nearest }) => nearest.map((near) => ({ ...near, node })))
    .sort((a, b) => a.inSync - a.minIsr - (b.inSync - b.minIsr));
  if (first === undefined || first.inSync <= first.minIsr) return [];
  return [`nearest to min ISR  ${first.partition} ${first.inSync} of min ${first.minIsr}, on node ${first.node}`];
}

/** Partitions that no waiting helps, several of one topic together, with the flag that accepts them. */
export function neverOf({ never }: Plan, paint: Colors): string[] {
  return by(never, ({ partition, accepted }) => `${topicOf(partition)} ${accepted}`).map((some) => {
    const [first] = some;
    if (first === undefined) return "";
    const what = some.length === 1 ? first.partition : `${some.length} partitions of ${topicOf(first.partition)}`;
    const verb = some.length === 1 ? "loses" : "lose";
    if (first.accepted) return `${paint.yellow("!")} ${what} ${verb} writes while a broker restarts: accepted`;
    const flag = some.length === 1 ? first.flag : first.flag.replace(first.partition, topicOf(first.partition));
    return `${paint.red("✘")} ${what} can never spare a replica; ${flag} accepts that ${some.length === 1 ? "it loses" : "they lose"} writes meanwhile`;
  });
}

const topicOf = (partition: string): string => partition.replace(/-\d+$/, "");

/** In groups with the same key, in the order in which the keys come. */
function by<T>(all: readonly T[], key: (one: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return [...groups.values()];
}

/** Nodes that need nothing, those with the same reason together. */
export const skippedOf = ({ skipped }: Plan): string[] =>
  by(skipped, ({ why }) => why).map(
    (some) =>
      `${nodeList(some.map(({ node }) => node))} ${some.length === 1 ? "is" : "are"} left alone: ${some[0]?.why ?? ""}`,
  );
