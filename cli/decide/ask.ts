import { gateNamed } from "../gates";
import type { GateInput, Verdict } from "../gates/gate";

/** A gate that is shut. */
export interface Shut {
  readonly gate: string;
  /** The node it was asked for. */
  readonly node?: number;
  readonly verdict: Extract<Verdict, { ok: false }>;
}

type Overrides = Readonly<Record<string, string>>;

/** The first gate that is shut, asked in order; those overridden by name are left out. */
export function firstShut(names: readonly string[], input: GateInput, overrides: Overrides): Shut | undefined {
  for (const shut of shutGates(names, input, overrides)) return shut;
  return undefined;
}

/** Every gate that is shut, in order; those overridden by name are left out. */
export function* shutGates(names: readonly string[], input: GateInput, overrides: Overrides): Generator<Shut> {
  for (const gate of names) {
    if (gate in overrides) continue;
    const verdict = gateNamed(gate).ask(input);
    if (!verdict.ok) yield { gate, verdict, ...(input.node === undefined ? {} : { node: input.node.id }) };
  }
}
