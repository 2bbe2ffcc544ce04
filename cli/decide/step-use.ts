import { z } from "zod";
import { keyed } from "../../spec/field";
import { pathOf } from "../../spec/issue-findings";
import type { Finding } from "../../spec/source";
import { unknownKey, unknownName } from "../../spec/unknown-name";
import { stepNames } from "../steps";
import { saying } from "./own-words";
import { argv, duration, gateList } from "./playbook-fields";

/** A step as the engine takes it. */
export interface StepUse {
  readonly name: string;
  /** Milliseconds; undefined: the step's own. */
  readonly within?: number | undefined;
  readonly gates: readonly string[];
  /** Of `run`. */
  readonly argv?: readonly string[] | undefined;
}

const options = { within: duration("6m").optional(), gates: gateList().default([]) };
const optionNames = Object.keys(options);
const ofStep = keyed(options, "a map of within and gates; without either, the step's name alone");
const ofRun = keyed({ run: argv(), ...options });

const isMap = (written: unknown): written is Readonly<Record<string, unknown>> =>
  typeof written === "object" && written !== null && !Array.isArray(written);

/** The one step that an entry of `node.steps` names, whatever else is wrong with it. */
export function stepNameIn(written: unknown): string | undefined {
  if (typeof written === "string") return written !== "run" && stepNames.includes(written) ? written : undefined;
  const [name, another] = isMap(written) ? Object.keys(written).filter((key) => stepNames.includes(key)) : [];
  return another === undefined ? name : undefined;
}

/** Why an entry that is a text or a map names no step. */
function nameless(written: string | Readonly<Record<string, unknown>>): Finding {
  const program = "{ run: [/usr/local/bin/drain, now] }";
  if (written === "run") return { path: [], what: "run without a program", expected: program, got: written };
  if (typeof written === "string") return unknownName([], "step", written, stepNames);
  const keys = Object.keys(written);
  const known = keys.filter((key) => stepNames.includes(key));
  if (known.length > 1)
    return { path: [], what: "more than one step", expected: "a dash before each", got: known.join(", ") };
  const meant = keys.find((key) => !optionNames.includes(key));
  if (meant === undefined) return { path: [], what: "no step", expected: `{ stop: { within: 6m } } or ${program}` };
  return { ...unknownName([meant], "step", meant, stepNames), at: "key" };
}

/** What stands beside a step in its entry, where it should stand inside. */
const beside = (name: string, written: Readonly<Record<string, unknown>>): Finding[] =>
  Object.keys(written)
    .filter((key) => key !== name)
    .map((key) => ({
      path: [key],
      at: "key",
      what: `beside ${name}`,
      expected: `within and gates inside it, e.g. ${name}: { within: 6m }`,
      got: key,
    }));

/** A step as it is written: its name, its name with options, or `run` with options. */
export const stepUse = z.unknown().transform((written, context): StepUse => {
  const name = stepNameIn(written);
  if (typeof written !== "string" && !isMap(written)) {
    const message =
      "a step's name, alone or with { within, gates }, or { run: [/path/of/program, argument], within, gates }";
    context.addIssue({ code: "invalid_type", expected: "string", input: written, message });
    return z.NEVER;
  }
  if (name === undefined) {
    context.addIssue(saying(nameless(written)));
    return z.NEVER;
  }
  if (typeof written === "string") return { name, gates: [] };
  return name === "run" ? runOf(written, context) : namedOf(name, written, context);
});

function runOf(written: unknown, context: z.RefinementCtx): StepUse {
  const read = ofRun.safeParse(written);
  if (!read.success) return refused(read.error, [], Object.keys(ofRun.shape), context);
  const { run, ...rest } = read.data;
  return { name: "run", argv: run, ...rest };
}

function namedOf(name: string, written: Readonly<Record<string, unknown>>, context: z.RefinementCtx): StepUse {
  const strays = beside(name, written);
  for (const stray of strays) context.addIssue(saying(stray));
  // `stop:` with its options one level too high: said once.
  const read = ofStep.safeParse(written[name] ?? (strays.length > 0 ? {} : null));
  return read.success ? { name, ...read.data } : refused(read.error, [name], optionNames, context);
}

/** Hands on what is wrong inside an entry, with its path in it; an unknown key with those that are known. */
function refused(error: z.ZodError, at: readonly string[], known: readonly string[], context: z.RefinementCtx): never {
  for (const issue of error.issues) {
    const path = [...at, ...pathOf(issue)];
    if (issue.code !== "unrecognized_keys") context.addIssue({ ...issue, path, input: undefined });
    else for (const key of issue.keys) context.addIssue(saying(unknownKey(path, key, known)));
  }
  return z.NEVER;
}
