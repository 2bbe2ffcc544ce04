import type { Playbook } from "../../decide/playbook";
import { stepNamed, stepNames } from "../../steps";

/** What a host may take beyond its bound to end what it ended, in milliseconds. */
const grace = 60_000;

/** Milliseconds that a verb of a host may take at most, by a playbook or, without one, by the steps' own bounds. */
export function longestVerb(playbook?: Pick<Playbook, "node">): number {
  const own = stepNames.map((name) => stepNamed(name).within);
  const said = playbook?.node.steps.flatMap(({ within }) => within ?? []) ?? [];
  return Math.max(...own, ...said) + grace;
}
