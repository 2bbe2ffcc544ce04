import { alwaysAsked } from "../gates";
import type { GateInput } from "../gates/gate";
import { stepNamed } from "../steps";
import type { Playbook } from "./playbook";
import type { StepUse } from "./step-use";
import type { World } from "./world";

/** Gates that are asked before a batch is taken. */
export const beforeGates = (playbook: Playbook): readonly string[] => [
  ...new Set([...alwaysAsked("before"), ...playbook.before]),
];

/** Gates that are asked after the last step of a batch. */
export const untilGates = (playbook: Playbook): readonly string[] => [
  ...new Set([...alwaysAsked("until"), ...playbook.node.until.gates]),
];

/** Gates that are asked before a step: its own, then those that the playbook adds. */
export const stepGates = (use: StepUse | undefined): readonly string[] =>
  use === undefined ? [] : [...stepNamed(use.name).gates.map(({ name }) => name), ...use.gates];

/** What every gate may look at. */
export const asked = ({ cluster, observed, journal, now }: World): GateInput => ({
  cluster,
  observed,
  now,
  accepted: journal.accepted,
  givenUp: Object.keys(journal.replace ?? {}).map(Number),
});
