import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parsePlaybook } from "../../../cli/decide/parse-playbook";
import { playbookSchema } from "../../../cli/decide/playbook";
import { BadInput, packageRoot } from "../../../spec";

const good = `kind: kafka
batch: 1
order: [unready, controllers, active-controller, brokers]
before: [no-reassignment]
hooks: { after: { run: [/bin/true], within: 30s } }
node:
  steps: [grow, fetch, stop, install, configure, remove-voter, machine, start, add-voter, set]
  until:
    gates: [in-every-isr]
    steady: 6 reads
    every: 500ms
    stalled: 5m
    within: 2h
after: []
`;

/** What stands in the good playbook, what stands there instead, and every mistake that must be named. */
type Case = readonly [from: string, to: string, ...mistakes: readonly string[]];

const groupList = "a list of groups such as [unready, controllers, active-controller, brokers]";
const stepList = "grow, fetch, stop, install, configure, remove-voter, machine, start, add-voter, set, run";
const argv = "a list that begins with a program's whole path, e.g. [/usr/local/bin/drain, now]";
const duration = "a duration in ms, s, m or h such as";
const whole = ["order: [unready, controllers, active-controller, brokers]", good.split("\n")[6]?.trim() ?? ""] as const;

const orders: readonly Case[] = [
  [
    whole[0],
    "order: [brokers, unready, brokers, unready]",
    "3:27: order.2: brokers twice; expected each group once; got brokers",
    "3:36: order.3: unready twice; expected each group once; got unready",
  ],
  [whole[0], "order: []", "3:8: order: not valid; expected at least one group; got the list []"],
  [
    "gates: [in-every-isr]",
    "gates: []",
    "9:12: node.until.gates: not valid; expected at least one gate; got the list []",
  ],
  ["within: 2h", "within: 60s", "13:13: node.until.within: shorter than stalled; expected at least 5m; got 60s"],
  ["every: 500ms", "every: 6m", "12:14: node.until.stalled: shorter than every; expected at least 6m; got 5m"],
];

/** Steps, and every mistake that must be named. */
const stepOrders: readonly (readonly [steps: string, ...mistakes: readonly string[]])[] = [
  ["[]", "7:10: node.steps: not valid; expected at least one step; got the list []"],
  ["[grow, set, { grow: {} }]", "7:22: node.steps.2: grow twice; expected each step once, but for run; got grow"],
  ["[set, grow]", "7:16: node.steps.1: grow out of order; expected grow before set; got it after set"],
  [
    "[set, grow, fetch, stop, install, configure, start]",
    "7:11: node.steps.0: set out of order; expected set after start; got it first",
  ],
  [
    "[fetch, start, install, configure, stop]",
    "7:18: node.steps.1: start out of order; expected start after configure; got it after fetch",
    "7:45: node.steps.4: stop out of order; expected stop after fetch and before install; got it after configure",
  ],
  [
    "[fetch, stop, install, configure, start, machine]",
    "7:51: node.steps.5: machine out of order; expected machine after configure and before start; got it after start",
  ],
  [
    "[fetch, { stop: { within: 6m } }, install, configure]",
    "7:18: node.steps.1: stop without start; expected start after it, as a node that is stopped must be started again",
  ],
  [
    "[stop, install, configure, start]",
    "7:17: node.steps.1: install without fetch; expected fetch before it, as what is installed is brought to the node while it still serves",
  ],
  [
    "[fetch, stop, start]",
    "7:18: node.steps.1: stop without install; expected install after it, as a node that is started again must find the version that it should run",
    "7:18: node.steps.1: stop without configure; expected configure after it, as a node that is started again must find the config that it should run",
  ],
  [
    "[fetch, install, configure, machine]",
    "7:38: node.steps.3: machine without stop; expected stop before it, as a node's machine, version and config are changed while it is stopped",
    "7:38: node.steps.3: machine without start; expected start after it, as a node that is stopped must be started again",
  ],
  // What an entry that names no step was meant for, nobody knows: nothing is missed beside it.
  ["[fech, stop, install, configure, start]", "7:11: node.steps.0: unknown step; expected fetch; got fech"],
];

const stepForms: typeof stepOrders = [
  [
    "stop",
    "7:10: node.steps: wrong type; expected a list of steps such as [fetch, stop, install, configure, start]; got stop",
  ],
  ["[dance]", `7:11: node.steps.0: unknown step; expected one of ${stepList}; got dance`],
  ["[{ rnu: [/a], within: 2m }]", "7:13: node.steps.0.rnu: unknown step; expected run; got rnu"],
  ["[run]", "7:11: node.steps.0: run without a program; expected { run: [/usr/local/bin/drain, now] }; got run"],
  ["[{ run: drain }]", `7:18: node.steps.0.run: wrong type; expected ${argv}; got drain`],
  ["[{ run: [] }]", `7:18: node.steps.0.run: not valid; expected ${argv}; got the list []`],
  [
    "[{ run: [drain] }]",
    "7:19: node.steps.0.run.0: not valid; expected the program's whole path, e.g. /usr/local/bin/drain; got drain",
  ],
  [
    "[{ run: [/a, 5] }]",
    "7:23: node.steps.0.run.1: wrong type; expected text, in quotes where it is a number, true or false; got the number 5",
  ],
  ["[{ run: [/a], within: 6 }]", `7:32: node.steps.0.within: wrong type; expected ${duration} 6m; got the number 6`],
  [
    "[{ run: [/a], colour: 6 }]",
    "7:24: node.steps.0.colour: unknown key; expected one of run, within, gates; got colour",
  ],
  ["[{ set: { wihtin: 6m } }]", "7:20: node.steps.0.set.wihtin: unknown key; expected within; got wihtin"],
  [
    "[{ set: { colour: 6m } }]",
    "7:20: node.steps.0.set.colour: unknown key; expected one of within, gates; got colour",
  ],
  ["[{ set: { within: 6 } }]", `7:28: node.steps.0.set.within: wrong type; expected ${duration} 6m; got the number 6`],
  ["[{ set: { gates: [mni-isr] } }]", "7:28: node.steps.0.set.gates.0: unknown gate; expected min-isr; got mni-isr"],
  [
    "[{ set: { gates: min-isr } }]",
    "7:27: node.steps.0.set.gates: wrong type; expected a list of gates such as [no-reassignment]; got min-isr",
  ],
  [
    "[{ set: }]",
    "7:13: node.steps.0.set: wrong type; expected a map of within and gates; without either, the step's name alone; got nothing",
  ],
  [
    "[{ set: , within: 6m }]",
    "7:20: node.steps.0.within: beside set; expected within and gates inside it, e.g. set: { within: 6m }; got within",
  ],
  ["[{ grow: {}, set: {} }]", "7:11: node.steps.0: more than one step; expected a dash before each; got grow, set"],
  [
    "[{ within: 6m }]",
    "7:11: node.steps.0: no step; expected { stop: { within: 6m } } or { run: [/usr/local/bin/drain, now] }",
  ],
  [
    "[5]",
    "7:11: node.steps.0: wrong type; expected a step's name, alone or with { within, gates }, or { run: [/path/of/program, argument], within, gates }; got the number 5",
  ],
];

const forms: readonly Case[] = [
  [good, "", "1:1: wrong type; expected a map of kind, batch, order, before, hooks, node, after; got nothing"],
  ["kind: kafka", "kind: redis", "1:7: kind: not valid; expected kafka; got redis"],
  ["batch: 1", "batch: 0", "2:8: batch: not valid; expected a whole number from 1; got the number 0"],
  ["batch: 1", "batch: two", "2:8: batch: wrong type; expected a whole number from 1; got two"],
  [`${whole[0]}\n`, "", `1:1: order: missing; expected ${groupList}`],
  [whole[0], "order: brokers", `3:8: order: wrong type; expected ${groupList}; got brokers`],
  [whole[0], "order: [brokrs]", "3:9: order.0: unknown group; expected brokers; got brokrs"],
  [
    "[no-reassignment]",
    "[no-reasignment]",
    "4:10: before.0: unknown gate; expected no-reassignment; got no-reasignment",
  ],
  [
    "[no-reassignment]",
    "[min-isr]",
    "4:10: before.0: not valid; expected a gate of the cluster; one of a node stands in `gates` of a step or of `node.until`; got min-isr",
  ],
  ["run: [/bin/true]", "run: true", `5:24: hooks.after.run: wrong type; expected ${argv}; got the boolean true`],
  [", within: 30s", "", `5:10: hooks.after.within: missing; expected ${duration} 30s`],
  [
    "steady: 6 reads",
    "steady: 6",
    "10:13: node.until.steady: wrong type; expected a number of reads such as 6 reads; got the number 6",
  ],
  ["every: 500ms", "every: 250", `11:12: node.until.every: wrong type; expected ${duration} 250ms; got the number 250`],
  ["every: 500ms", "every: soon", `11:12: node.until.every: not valid; expected ${duration} 500ms; got soon`],
  ["    within: 2h\n", "", `8:3: node.until.within: missing; expected ${duration} 2h`],
  [
    "after: []",
    "after: [elect-leaders]",
    "14:9: after.0: unknown step; expected one of elect-preferred-leaders; got elect-leaders",
  ],
  [
    "after: []",
    "after:",
    "14:1: after: wrong type; expected a list: [elect-preferred-leaders], or [] for nothing; got nothing",
  ],
];

const changed = (from: string, to: string): string => {
  expect(good).toContain(from);
  return good.replace(from, () => to);
};

const withSteps = (steps: string): string => changed(whole[1], `steps: ${steps}`);

const mistakesOf = (text: string): readonly string[] => {
  try {
    parsePlaybook("roll.yaml", text);
  } catch (error) {
    expect(error).toBeInstanceOf(BadInput);
    return (error as BadInput).message.split("\n").map((line) => line.replace(/^roll\.yaml:/, ""));
  }
  return [];
};

describe("a playbook is refused", () => {
  it.each([...orders, ...forms])("%j: %j", (from, to, ...mistakes) => {
    expect(mistakesOf(changed(from, to))).toEqual(mistakes);
  });

  it.each([...stepOrders, ...stepForms])("steps: %s", (steps, ...mistakes) => {
    expect(mistakesOf(withSteps(steps))).toEqual(mistakes);
  });

  it("with every mistake at once, of its form and of what it means, as they stand in the file", () => {
    const text = withSteps("[fetch, stop, install, { configure: { wihtin: 1m } }]")
      .replace("batch: 1", "batch: 0")
      .replace("brokers]", "unready]")
      .replace("every: 500ms", "every: 10m");
    expect(mistakesOf(text)).toEqual([
      "2:8: batch: not valid; expected a whole number from 1; got the number 0",
      "3:50: order.3: unready twice; expected each group once; got unready",
      "7:18: node.steps.1: stop without start; expected start after it, as a node that is stopped must be started again",
      "7:48: node.steps.3.configure.wihtin: unknown key; expected within; got wihtin",
      "12:14: node.until.stalled: shorter than every; expected at least 10m; got 5m",
    ]);
  });
});

describe("a playbook is taken", () => {
  it.each([
    ["all steps", good],
    ["the shipped one", readFileSync(join(packageRoot(), "playbooks", "kafka-roll.yaml"), "utf8")],
    ["no restart", withSteps("[grow, set]")],
    ["a program alone", withSteps("[{ run: [/a] }, { run: [/a], within: 2m, gates: [min-isr] }]")],
    [
      "programs anywhere",
      withSteps("[{ run: [/a] }, fetch, { run: [/a] }, stop, install, configure, { run: [/a] }, start, { run: [/a] }]"),
    ],
    ["equal times", changed("within: 2h", "within: 300s").replace("every: 500ms", "every: 5m")],
    ["not every group", changed("unready, ", "")],
  ])("%s", (_, text) => {
    expect(mistakesOf(text)).toEqual([]);
  });

  it("with its times in milliseconds", () => {
    const { node } = parsePlaybook(
      "roll.yaml",
      withSteps("[{ run: [/a, b], within: 2m }, { set: { gates: [min-isr] } }]"),
    );
    expect(node.steps).toEqual([
      { name: "run", argv: ["/a", "b"], within: 120_000, gates: [] },
      { name: "set", gates: ["min-isr"] },
    ]);
    expect(node.until).toMatchObject({ steady: 6, every: 500, stalled: 300_000, within: 7_200_000 });
  });

  it("in code, whatever its order: the form alone is asked there", () => {
    const { node, hooks: _, ...rest } = parsePlaybook("roll.yaml", good);
    const until = { gates: node.until.gates, steady: "1 reads", every: "1ms", stalled: "1m", within: "1m" };
    const steps = [{ run: ["/a"] }, "start"];
    expect(playbookSchema.parse({ ...rest, node: { steps, until } }).node.steps.map(({ name }) => name)).toEqual([
      "run",
      "start",
    ]);
  });
});
