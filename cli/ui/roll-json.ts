import type { Decision } from "../decide/decision";
import type { Journal } from "../decide/journal";
import { isReachable } from "../facts/node-report";
import type { Observed } from "../facts/observed";
import { countUnderReplicated } from "../facts/under-replicated";
import type { RollEvent } from "../run/roll/roll-loop";
import type { Told } from "./told";

/** An event as one value, without the whole world in it; undefined where it says nothing new. */
export function rollJson(event: RollEvent): Told | undefined {
  const { at } = event;
  switch (event.event) {
    case "departed":
      return { at, event: "departed", text: event.text };
    case "no-answer":
      return { at, event: "no-answer", node: event.act.node, step: event.act.step, reason: event.reason };
    case "did":
      if (event.act !== undefined) {
        const { node, step } = event.act;
        return { at, event: "step", node, step, ms: event.took, changed: event.changed };
      }
      return did(event.decision, at, event.took);
    case "decided":
      return decided(event.decision, at, event.journal, event.observed);
  }
}

function did(decision: Decision, at: number, ms: number): Told | undefined {
  const done = { at, event: "did", ms } as const;
  if (decision.do === "put-back") return { ...done, what: "put-back", undo: decision.undo };
  if (decision.do === "label") return { ...done, what: "label", node: decision.node };
  if (decision.do === "after") return { ...done, what: "after", step: decision.step };
  if (decision.do !== "record") return undefined;
  return { ...done, what: "record", node: decision.node, from: decision.from, to: decision.to };
}

function decided(decision: Decision, at: number, journal: Journal, { kafka }: Observed): Told {
  const seen = { underReplicated: isReachable(kafka) ? countUnderReplicated(kafka) : null };
  switch (decision.do) {
    case "take":
      return { at, event: "take", nodes: decision.nodes, ...seen };
    case "step":
      return { at, event: "begin-step", nodes: decision.acts.map(({ node, step }) => ({ node, step })) };
    case "wait": {
      const nodes = journal.batch?.members.map(({ id }) => id) ?? [];
      return { at, event: "wait", waiting: decision.waiting, nodes, ...seen };
    }
    case "read":
      return { at, event: "read", nodes: decision.nodes, good: decision.good, of: decision.of, ...seen };
    case "bake":
      return { at, event: "bake", nodes: decision.nodes, until: decision.until, ...seen };
    case "put-back":
      return { at, event: "put-back", undo: decision.undo };
    case "label":
      return { at, event: "label", node: decision.node, target: decision.target };
    case "record":
      return { at, event: "record", node: decision.node, from: decision.from, to: decision.to };
    case "after":
      return { at, event: "after", step: decision.step };
    case "finish": {
      const members = journal.batch?.members ?? [];
      const ms = Object.fromEntries(members.map(({ id, began }) => [id, at - began]));
      const versions = Object.fromEntries(members.map(({ id }) => [id, journal.targets[id]?.version ?? ""]));
      return { at, event: "finish", nodes: decision.nodes, ms, versions, ...seen };
    }
    case "pause":
      return { at, event: "pause", reason: decision.reason };
    case "stop": {
      const { do: _do, ...why } = decision;
      return { at, event: "stop", ...why };
    }
    case "done":
      return { at, event: "done" };
  }
}
