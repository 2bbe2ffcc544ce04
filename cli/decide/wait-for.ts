import type { Shut } from "./ask";
import type { Decision } from "./decision";
import type { Waiting } from "./journal";
import { carryOn, whyOver } from "./wait";
import type { World } from "./world";

/** Wait for a gate to open, unless waiting cannot help or has lasted too long. */
export function waitFor(world: World, shut: Shut, before: Waiting | undefined): Decision {
  const at = shut.node === undefined ? {} : { node: shut.node };
  if (shut.verdict.never === true) return { do: "stop", code: 3, gate: shut.gate, reason: shut.verdict.reason, ...at };
  const waiting = carryOn(before, shut, world.now);
  const over = whyOver(waiting, world.now, world.playbook.node.until);
  if (over !== undefined)
    return { do: "stop", code: 3, gate: shut.gate, reason: `${shut.verdict.reason}; ${over}`, ...at };
  return { do: "wait", waiting };
}
