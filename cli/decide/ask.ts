import { gateNamed } from "../gates";
import type { GateInput, Verdict } from "../gates/gate";

/** The first gate that is shut. */
export interface Shut {
  readonly gate: string;
  readonly verdict: Extract<Verdict, { ok: false }>;
}

/** Ask gates in order; those overridden by name are left out. */
export function firstShut(
  names: readonly string[],
  input: GateInput,
  overrides: Readonly<Record<string, string>>,
): Shut | undefined {
  for (const name of names) {
    if (name in overrides) continue;
    const verdict = gateNamed(name).ask(input);
    if (!verdict.ok) return { gate: name, verdict };
  }
  return undefined;
}
