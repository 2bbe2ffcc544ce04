import type { Node } from "../../spec/cluster";
import { isCaughtUp } from "../facts/caught-up";
import { isReachable, type NodeReport } from "../facts/node-report";
import type { Observed } from "../facts/observed";
import { machineKeys, recordedTarget } from "../facts/target";
import { stepNamed } from "../steps";
import type { Work } from "../steps/work";
import { firstShut, type Shut } from "./ask";
import { asked, stepGates } from "./asked";
import type { StepAct, Stop } from "./decision";
import type { Batch, Member } from "./journal";
import { targetOf, workOf } from "./work";
import type { World } from "./world";

/** How often a step is begun again when its answer did not come. */
const tries = 3;

/** A process lives, or is on its way up or down; of a node that does not answer, what Kafka knows of it counts. */
function mayServe({ kafka }: Observed, node: number, report: NodeReport | undefined): boolean {
  if (report !== undefined) return report.running !== null || !["inactive", "failed"].includes(report.service.state);
  if (!isReachable(kafka)) return true;
  const voter = kafka.quorum.voters.find(({ id }) => id === node);
  return kafka.brokers.includes(node) || (voter !== undefined && isCaughtUp(kafka.quorum, voter));
}

/** Whether the roll moves a node's machine or disk: what those are now, the cloud alone can tell. */
function changesMachine({ cluster, journal }: World, { id }: Node): boolean {
  if (journal.replace?.[id] !== undefined) return true;
  const [target, record] = [targetOf(journal, id), recordedTarget(cluster, id)];
  return machineKeys.some((key) => target[key] !== record[key]);
}

/**
 * Whether a node through with its steps begins anew: its host was booted meanwhile and runs what it ran before, or it has
 * a disk to grow that could not be seen before its machine was another. Once: what does not help then stops the roll.
 */
function mayGoBack(work: Work, { did }: Member, report: NodeReport | undefined): boolean {
  const times = (name: string): number => did.filter(({ step }) => step === name).length;
  if (work.machine !== "keep" || report?.running == null) return false;
  const runsAnother = work.process.some(({ what }) => what === "version" || what === "config");
  return (
    (work.restart && runsAnother && times("stop") === 1) || (work.grow && times("grow") === 0 && times("machine") > 0)
  );
}

/**
 * What is due next on a node in hand; or the gate that is shut, or why the roll stops; undefined once nothing is due.
 *
 * @param also nodes that are stopped at the same moment
 */
export function nextStep(
  world: World,
  batch: Batch,
  member: Member,
  node: Node,
  also: readonly number[],
): StepAct | Shut | Stop | undefined {
  const { cluster, observed, journal, playbook } = world;
  const answer = observed.nodes[node.id];
  const report = answer !== undefined && isReachable(answer) ? answer : undefined;
  const work = workOf(cluster, observed, journal, node);
  if (report === undefined && work.machine === "keep" && work.deadVoter === undefined) {
    const why = answer !== undefined && !isReachable(answer) ? answer.unreachable : "not asked";
    const reason = `node ${node.id} does not answer: ${why}`;
    return { gate: "node-answers", node: node.id, verdict: { ok: false, reason, left: 1 } };
  }
  if (observed.labelsUnreadable !== undefined && changesMachine(world, node)) {
    const reason = `its machine cannot be looked at: ${observed.labelsUnreadable}`;
    return { gate: "cloud-answers", node: node.id, verdict: { ok: false, reason, left: 1 } };
  }
  if (work.settingsUnseen) {
    const reason = "the dynamic settings of its broker cannot be read; --restart does without them";
    return { gate: "settings-answer", node: node.id, verdict: { ok: false, reason, left: 1 } };
  }
  const due = (from: number): number =>
    playbook.node.steps.findIndex((use, i) => i >= from && stepNamed(use.name).due(work, report));
  const onward = due(member.step);
  const index = onward >= 0 ? onward : mayGoBack(work, member, report) ? due(0) : -1;
  const use = playbook.node.steps[index];
  if (use === undefined) return undefined;
  const step = stepNamed(use.name);
  const target = targetOf(journal, node.id);
  if (mayServe(observed, node.id, report) || step.alsoWhenDown === true) {
    const input = { ...asked(world), node, also, target, baseline: batch.baseline };
    const shut = firstShut(stepGates(use), input, journal.overrides);
    if (shut !== undefined) return shut;
  }
  if (index === member.step && member.tries >= tries) {
    const reason = `${use.name} was begun ${member.tries} times on node ${node.id} and gave no answer`;
    return { do: "stop", code: 1, node: node.id, reason };
  }
  const checksum = world.checksums[target.version];
  if (checksum === undefined) throw new Error(`no checksum of ${target.version}`);
  const calls = step.calls({
    cluster,
    node,
    target,
    work,
    checksum,
    within: use.within ?? step.within,
    ...(report === undefined ? {} : { report }),
    ...(use.argv === undefined ? {} : { argv: use.argv }),
  });
  return { node: node.id, step: use.name, index, calls };
}
