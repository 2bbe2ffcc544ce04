import { isReachable } from "../facts/node-report";
import { underReplicated } from "../facts/under-replicated";
import type { RollEvent } from "../run/roll-loop";

/** An event as one JSON value, without the whole world in it. */
export function rollJson(event: RollEvent): Record<string, unknown> | undefined {
  const { decision, at } = event;
  const { do: what, ...rest } = decision as { do: string } & Record<string, unknown>;
  switch (event.event) {
    case "no-answer":
      return { at, event: "no-answer", node: rest.node, step: rest.step, reason: event.reason };
    case "did":
      if (decision.do === "step")
        return { at, event: "step", node: decision.node, step: decision.step, ms: event.took, changed: event.changed };
      return undefined;
    case "decided": {
      if (decision.do === "step") return undefined;
      const { observed } = event;
      const behind = isReachable(observed.kafka) ? underReplicated(observed.kafka).length : null;
      return { at, event: what, ...rest, underReplicated: behind };
    }
  }
}
