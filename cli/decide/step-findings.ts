import type { Finding } from "../../spec/source";
import { stepNames } from "../steps";

/** A restart is all of these or none. `by` names who asks, the one that is named in the message first. */
const restart = [
  {
    name: "fetch",
    by: ["install", "configure", "stop", "machine", "start"],
    why: "what is installed is brought to the node while it still serves",
  },
  {
    name: "stop",
    by: ["machine", "install", "configure", "start"],
    why: "a node's machine, version and config are changed while it is stopped",
  },
  {
    name: "install",
    by: ["stop", "machine", "configure", "start"],
    why: "a node that is started again must find the version that it should run",
  },
  {
    name: "configure",
    by: ["stop", "machine", "install", "start"],
    why: "a node that is started again must find the config that it should run",
  },
  {
    name: "start",
    by: ["stop", "machine", "install", "configure"],
    why: "a node that is stopped must be started again",
  },
] as const;

/** The one order that works is that of `cli/steps/index.ts`. */
const rank = (name: string): number => stepNames.indexOf(name);

const longest = (runs: readonly (readonly string[])[]): readonly string[] =>
  runs.reduce((best, run) => (run.length > best.length ? run : best), []);

/** As many of the steps as stand in the right order among themselves: the fewest are then to be moved. */
function inOrder(names: readonly string[]): readonly string[] {
  const runs: (readonly string[])[] = [];
  for (const name of names) runs.push([...longest(runs.filter((run) => rank(run.at(-1) ?? "") < rank(name))), name]);
  return longest(runs);
}

/**
 * Steps that cannot work as they stand: one twice, out of order, or without another that it needs. `run` is free.
 *
 * @param names of each entry of `node.steps`; undefined where an entry names none that there is
 */
export function stepFindings(names: readonly (string | undefined)[]): Finding[] {
  const first = new Map<string, number>();
  const findings: Finding[] = [];
  const say = (at: number | undefined, what: string, expected: string, got?: string) =>
    findings.push({ path: ["node", "steps", at ?? 0], what, expected, ...(got === undefined ? {} : { got }) });

  for (const [i, name] of names.entries()) {
    if (name === undefined || name === "run") continue;
    if (first.has(name)) say(i, `${name} twice`, "each step once, but for run", name);
    else first.set(name, i);
  }

  const standing = [...first.keys()];
  const kept = inOrder(standing);
  for (const [i, name] of standing.entries()) {
    if (kept.includes(name)) continue;
    const after = kept.findLast((other) => rank(other) < rank(name));
    const before = kept.find((other) => rank(other) > rank(name));
    const place = [after && `after ${after}`, before && `before ${before}`].filter(Boolean).join(" and ");
    say(
      first.get(name),
      `${name} out of order`,
      `${name} ${place}`,
      i === 0 ? "it first" : `it after ${standing[i - 1]}`,
    );
  }

  // An entry that names no step may be the one that is missed.
  if (names.includes(undefined)) return findings;
  for (const { name, by, why } of restart) {
    const asks = by.find((other) => first.has(other));
    if (first.has(name) || asks === undefined) continue;
    const side = rank(name) < rank(asks) ? "before" : "after";
    say(first.get(asks), `${asks} without ${name}`, `${name} ${side} it, as ${why}`);
  }
  return findings;
}
