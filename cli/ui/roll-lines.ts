import type { RollEvent } from "../run/roll-loop";
import { span } from "./span";

/** An event as one plain line for a pipe or a log; undefined where it says nothing new. */
export function rollLine(event: RollEvent, lastWait: string | undefined): string | undefined {
  const { decision } = event;
  const node = "node" in decision && decision.node !== undefined ? `node ${decision.node}: ` : "";
  if (event.event === "no-answer") return `${node}no answer: ${event.reason}; asking again`;
  if (event.event === "did") {
    if (decision.do === "step")
      return `${node}${decision.step} ${span(event.took)}${event.changed ? "" : " (already so)"}`;
    if (decision.do === "record") return `${node}recorded ${decision.from.version} → ${decision.to.version}`;
    if (decision.do === "after") return `${decision.step} ${span(event.took)}`;
    return undefined;
  }
  switch (decision.do) {
    case "take":
      return `${node}taken: ${decision.why}`;
    case "wait":
      return decision.waiting.gate === lastWait
        ? undefined
        : `${node}waiting: ${decision.waiting.gate}: ${decision.waiting.reason}`;
    case "finish":
      return `${node}done ${span(event.at - (event.journal.inHand?.began ?? event.at))}`;
    case "step":
    case "read":
    case "label":
    case "record":
    case "after":
    case "stop":
    case "done":
      return undefined;
  }
}
