import { z } from "zod";
import { gateNames } from "../gates";
import { stepNames } from "../steps";

/** Names of the groups in which nodes are taken. */
export const groups = ["unready", "controllers", "active-controller", "brokers"] as const;
export type Group = (typeof groups)[number];

/** What can be done once after the last node. */
export const afterSteps = ["elect-preferred-leaders"] as const;
export type AfterStep = (typeof afterSteps)[number];

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `500ms`, `5m`, `2h` → milliseconds. */
const duration = z
  .string()
  .regex(/^[1-9]\d*(ms|s|m|h)$/, "expected a duration such as 500ms, 30s, 5m or 2h")
  .transform((text) => Number.parseInt(text, 10) * (units[text.replace(/\d+/, "")] ?? 1));

const gate = z.enum(gateNames as [string, ...string[]]);
/** Gates that can be asked without a node. */
const clusterGate = z.enum(["every-node-reachable", "kafka-answers", "no-reassignment", "no-offline-partition"]);
const stepName = z.enum(stepNames as [string, ...string[]]);

const step = z.union(
  [
    stepName.transform((name) => ({ name, within: undefined, gates: [] as string[] })),
    z
      .partialRecord(stepName, z.strictObject({ within: duration.optional(), gates: z.array(gate).default([]) }))
      .refine((entry) => Object.keys(entry).length === 1, "expected one step, e.g. `stop: { within: 6m }`")
      .transform((entry) => {
        const [[name, options]] = Object.entries(entry) as [[string, { within?: number; gates: string[] }]];
        return { name, within: options.within, gates: options.gates };
      }),
  ],
  { error: `one of the steps ${stepNames.join(", ")}, alone or with { within, gates }` },
);

/** A playbook: order, steps, what to wait for, what to record. It can add gates, never remove one. */
export const playbookSchema = z.strictObject({
  kind: z.literal("kafka").describe("which kind of cluster it rolls"),
  batch: z.literal(1).describe("how many nodes at a time"),
  order: z.array(z.enum(groups)).min(1).describe("groups in which nodes are taken, first to last"),
  before: z.array(clusterGate).describe("gates asked before each node is taken, on fresh facts"),
  node: z.strictObject({
    steps: z.array(step).min(1).describe("what is done to a node, in order"),
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
