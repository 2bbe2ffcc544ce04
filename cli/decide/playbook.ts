import { isAbsolute } from "node:path";
import { z } from "zod";
import { clusterGateNames, gateNames } from "../gates";
import { stepNames } from "../steps";

/** Names of the groups in which nodes are taken. */
export const groups = ["unready", "controllers", "active-controller", "brokers"] as const;
export type Group = (typeof groups)[number];

/** What can be done once after the last node. */
export const afterSteps = ["elect-preferred-leaders"] as const;
export type AfterStep = (typeof afterSteps)[number];

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `500ms`, `5m`, `2h`. */
export const durationForm = /^[1-9]\d*(ms|s|m|h)$/;

/** Milliseconds of a text in that form. */
export const millisecondsOf = (text: string): number =>
  Number.parseInt(text, 10) * (units[text.replace(/\d+/, "")] ?? 1);

const duration = z
  .string()
  .regex(durationForm, "expected a duration such as 500ms, 30s, 5m or 2h")
  .transform(millisecondsOf);

const oneOf = (names: readonly string[]) => z.enum(names as [string, ...string[]]);
const gate = oneOf(gateNames);
const clusterGate = oneOf(clusterGateNames);
const named = stepNames.filter((name) => name !== "run");

/** No shell: a program by its path, and its arguments. */
const argv = z
  .array(z.string())
  .min(1, "expected a program and its arguments, e.g. [/usr/local/bin/drain, now]")
  .refine(
    ([program = ""]) => isAbsolute(program),
    "expected the program's whole path first, e.g. /usr/local/bin/drain",
  );

/** A step as the engine takes it. */
export interface StepUse {
  readonly name: string;
  /** Milliseconds; undefined: the step's own. */
  readonly within?: number | undefined;
  readonly gates: readonly string[];
  /** Of `run`. */
  readonly argv?: readonly string[] | undefined;
}

const step = z.union(
  [
    oneOf(named).transform((name): StepUse => ({ name, gates: [] })),
    z
      .strictObject({ run: argv, within: duration.optional(), gates: z.array(gate).default([]) })
      .transform(({ run, ...rest }): StepUse => ({ name: "run", argv: run, ...rest })),
    z
      .partialRecord(oneOf(named), z.strictObject({ within: duration.optional(), gates: z.array(gate).default([]) }))
      .refine((entry) => Object.keys(entry).length === 1, "expected one step, e.g. `stop: { within: 6m }`")
      .transform((entry): StepUse => {
        const [[name, options]] = Object.entries(entry) as [[string, { within?: number; gates: string[] }]];
        return { name, ...options };
      }),
  ],
  {
    error: `one of the steps ${named.join(", ")}, alone or with { within, gates }, or { run: [/path/of/program, argument], within, gates }`,
  },
);

const hook = z
  .strictObject({ run: argv, within: duration })
  .describe("a program on the operator's machine, without a shell");

/** A playbook: order, steps, what to wait for. It can add gates, never remove one. */
export const playbookSchema = z.strictObject({
  kind: z.literal("kafka").describe("which kind of cluster it rolls"),
  batch: z
    .number()
    .int()
    .min(1, "expected a whole number from 1")
    .describe("how many brokers at a time, at most; --max-parallel says otherwise"),
  order: z.array(z.enum(groups)).min(1).describe("groups in which nodes are taken, first to last"),
  before: z.array(clusterGate).describe("gates asked before each batch is taken, on fresh facts"),
  hooks: z
    .strictObject({ before: hook.optional(), after: hook.optional() })
    .optional()
    .describe("programs run around the roll, e.g. to silence alerts; `after` runs on every way out"),
  node: z.strictObject({
    steps: z.array(step).min(1).describe("what is done to a node, in order, each where it is due"),
    until: z.strictObject({
      gates: z.array(gate).min(1).describe("gates that must be open after the last step"),
      steady: z
        .string()
        .regex(/^[1-9]\d* reads$/, "expected a number of reads, e.g. 12 reads")
        .transform((text) => Number.parseInt(text, 10))
        .describe("reads of the whole cluster in a row that must find them open"),
      every: duration.describe("from one read to the next"),
      stalled: duration.describe("without a new best, the roll stops"),
      within: duration.describe("the roll stops, progress or not"),
    }),
  }),
  after: z.array(z.enum(afterSteps)).describe("done once, after the last node"),
});

export type Playbook = z.output<typeof playbookSchema>;
