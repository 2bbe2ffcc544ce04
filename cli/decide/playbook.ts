import { z } from "zod";
import { keyed, wholeNumber } from "../../spec/field";
import { clusterGateNames, gateNames } from "../gates";
import { argv, duration, gateList, nameOf, reads } from "./playbook-fields";
import { stepUse } from "./step-use";

/** Names of the groups in which nodes are taken. */
export const groups = ["unready", "controllers", "active-controller", "brokers"] as const;
export type Group = (typeof groups)[number];

/** What can be done once after the last node. */
export const afterSteps = ["elect-preferred-leaders"] as const;
export type AfterStep = (typeof afterSteps)[number];

const ofNode = gateNames.filter((name) => !clusterGateNames.includes(name));

const clusterGate = z
  .string({ error: "the name of a gate of the cluster" })
  .refine((name) => !ofNode.includes(name), {
    error: "a gate of the cluster; one of a node stands in `gates` of a step or of `node.until`",
  })
  .pipe(nameOf("gate", clusterGateNames));

const hook = () =>
  keyed({ run: argv(), within: duration("30s") }).describe("a program on the operator's machine, without a shell");

/**
 * A playbook: order, steps, what to wait for. It can add gates, never remove one. This is its form; what must be true
 * beyond it is in `playbook-findings.ts`, for files.
 */
export const playbookSchema = keyed({
  kind: z.literal("kafka", { error: "kafka" }).describe("which kind of cluster it rolls"),
  batch: wholeNumber("a whole number from 1", 1, Number.MAX_SAFE_INTEGER).describe(
    "how many brokers at a time, at most; --max-parallel says otherwise",
  ),
  order: z
    .array(nameOf("group", groups), { error: `a list of groups such as [${groups.join(", ")}]` })
    .min(1, { error: "at least one group" })
    .describe("groups in which nodes are taken, first to last"),
  before: z
    .array(clusterGate, { error: "a list of gates of the cluster, or [] for no more than are always asked" })
    .describe("gates asked before each batch is taken, on fresh facts"),
  hooks: keyed({ before: hook().optional(), after: hook().optional() })
    .optional()
    .describe("programs run around the roll, e.g. to silence alerts; `after` runs on every way out"),
  node: keyed({
    steps: z
      .array(stepUse, { error: "a list of steps such as [fetch, stop, install, configure, start]" })
      .min(1, { error: "at least one step" })
      .describe("what is done to a node, in order, each where it is due"),
    until: keyed({
      gates: gateList().min(1, { error: "at least one gate" }).describe("gates that must be open after the last step"),
      steady: reads().describe("reads of the whole cluster in a row that must find them open"),
      every: duration("500ms").describe("from one read to the next"),
      stalled: duration("5m").describe("without a new best, the roll stops"),
      within: duration("2h").describe("the roll stops, progress or not"),
    }),
  }),
  after: z
    .array(nameOf("step", afterSteps), { error: `a list: [${afterSteps.join(", ")}], or [] for nothing` })
    .describe("done once, after the last node"),
});

export type Playbook = z.output<typeof playbookSchema>;
