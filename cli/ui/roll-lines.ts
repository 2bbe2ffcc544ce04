import { counted } from "../facts/counted";
import { describeUndo } from "../run/roll/roll-loop";
import { idList, nodeList } from "./id-list";
import { span } from "./span";
import type { Told } from "./told";

/**
 * An event as one plain line for a pipe or a log; undefined where it says nothing new.
 *
 * @param before the last event that was told: a wait or a bake that goes on is not told again
 */
export function rollLine(told: Told, before: Told | undefined): string | undefined {
  switch (told.event) {
    case "take": {
      const [{ why } = { why: "" }] = told.nodes;
      const same = told.nodes.every((one) => one.why === why);
      const each = told.nodes.map((one) => `${one.node}: ${one.why}`).join("; ");
      return same
        ? `${nodeList(told.nodes.map(({ node }) => node))}: taken: ${why}`
        : `nodes ${idList(told.nodes.map(({ node }) => node))}: taken together: ${each}`;
    }
    case "step":
      return `node ${told.node}: ${told.step} ${span(told.ms)}${told.changed ? "" : " (already so)"}`;
    case "no-answer":
      return `node ${told.node}: ${told.step}: no answer: ${told.reason}; asking again`;
    case "wait": {
      const { gate, node, reason } = told.waiting;
      if (before?.event === "wait" && before.waiting.gate === gate && before.waiting.node === node) return undefined;
      const who = node === undefined ? "" : `node ${node}: `;
      return `${who}waiting: ${gate}: ${reason}`;
    }
    case "bake":
      if (before?.event === "bake") return undefined;
      return `${nodeList(told.nodes)}: well; baking until ${new Date(told.until).toISOString().slice(11, 19)}`;
    case "did":
      switch (told.what) {
        case "put-back":
          return `put back: ${describeUndo(told.undo)} ${span(told.ms)}`;
        case "record":
          return `node ${told.node}: recorded ${recorded(told)}`;
        case "after":
          return `${told.step} ${span(told.ms)}`;
        case "label":
          return undefined;
      }
      break;
    case "finish":
      return told.nodes.map((id) => `node ${id}: done ${span(told.ms[id] ?? 0)}`).join("; ");
    case "departed":
      return `not as planned: ${told.text}`;
    case "begin": {
      const left = told.inHand.length === 0 ? "" : `; ${nodeList(told.inHand)} in hand from before`;
      return `${told.kind} ${told.roll} of ${told.cluster}: ${counted(told.nodes.length, "node")}${left}`;
    }
    case "begin-step":
    case "read":
    case "put-back":
    case "label":
    case "record":
    case "after":
    case "pause":
    case "stop":
    case "done":
      return undefined;
  }
}

function recorded({ from, to }: Extract<Told, { what: "record" }>): string {
  const keys = (["version", "config", "image", "type", "disk"] as const).filter((key) => from[key] !== to[key]);
  return keys.map((key) => `${key === "version" ? "" : `${key} `}${from[key]} → ${to[key]}`).join(", ") || to.version;
}
