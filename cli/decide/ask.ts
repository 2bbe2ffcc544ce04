import { gateNamed } from "../gates";
import type { GateInput, Verdict } from "../gates/gate";

/** A gate that is shut. */
export interface Shut {
  readonly gate: string;
  /** The node it was asked for. */
  readonly node?: number;
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
    const gate = gateNamed(name);
    const verdict = gate.ask(input);
    if (!verdict.ok) return { gate: name, verdict, ...(input.node === undefined ? {} : { node: input.node.id }) };
  }
  return undefined;
}
