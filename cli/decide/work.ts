import type { Cluster, Node } from "../../spec/cluster";
import { dynamicChange } from "../facts/dynamic-change";
import { machineDifferences } from "../facts/machine-differences";
import { isReachable, type NodeReport } from "../facts/node-report";
import type { Observed } from "../facts/observed";
import { staleOverrides } from "../facts/override-differences";
import { isWrittenForAnother, runningDifferences } from "../facts/running-differences";
import { type Difference, recordedTarget, type Target, targetKeys } from "../facts/target";
import type { Work } from "../steps/work";
import type { Journal } from "./journal";

/** Identifies one life of a node's process: it changes with every restart and every reboot. */
export const processOf = (report: NodeReport): string =>
  `${report.boot}/${report.service.pid ?? "-"}/${report.service.since ?? "-"}`;

export function targetOf(journal: Journal, node: number): Target {
  const target = journal.targets[node];
  if (target === undefined) throw new Error(`node ${node} is not in roll ${journal.id}`);
  return target;
}

/** What a node needs done to it. Its label and record are not part of it. */
export function workOf(cluster: Cluster, observed: Observed, journal: Journal, node: Node): Work {
  const target = targetOf(journal, node.id);
  const hardware = machineDifferences(cluster, observed, node.id, target);
  const machine = machineWork(hardware, observed, journal, node.id);
  const report = observed.nodes[node.id];
  const always = {
    is: machineIs(hardware, target, recordedTarget(cluster, node.id)),
    lostDisk: journal.replace?.[node.id]?.lostDisk === true,
    ...voterWork(cluster, observed, journal, node),
  };
  if (report === undefined || !isReachable(report)) {
    const process = [{ what: "service", expected: "an answer", got: report?.unreachable ?? "not asked" } as const];
    return { process, restart: machine === "keep", settingsUnseen: false, stale: [], machine, grow: false, ...always };
  }
  const process = processDifferences(observed, journal, report, target);
  const mayLive = machine === "keep" && !journal.restartAll;
  const live = mayLive ? liveChange(observed, report, target, process) : undefined;
  const restart = machine !== "keep" || (live === undefined && process.some((d) => d.what !== "override"));
  return {
    process,
    restart,
    ...(live === undefined ? {} : { live }),
    settingsUnseen: mayLive && mightBeLive(observed, report, target, process),
    stale: staleOf(observed, report, target, live),
    machine,
    // What was grown in the cloud alone is not recorded yet.
    grow: hardware.some((d) => d.what === "disk") || recordedTarget(cluster, node.id).disk !== target.disk,
    ...always,
  };
}

/** In what a node's process is not yet what the roll brings. */
function processDifferences(observed: Observed, journal: Journal, report: NodeReport, target: Target): Difference[] {
  const found = runningDifferences(report, target, observed);
  const was = journal.restart?.[report.node];
  if (was !== undefined && was === processOf(report) && !found.some((d) => d.what === "service"))
    found.push({ what: "service", expected: "restarted", got: `pid ${report.service.pid ?? "none"} as before` });
  return found;
}

/** The settings that bring it there alive: only where nothing but dynamic keys differ. */
function liveChange(
  observed: Observed,
  report: NodeReport,
  target: Target,
  process: readonly Difference[],
): Readonly<Record<string, string>> | undefined {
  const { node, running } = report;
  if (running === null) return undefined;
  if (running.config === target.config) {
    // It runs what it should, and only the file for its next start is another one.
    const others = process.some((d) => d.what !== "file" && d.what !== "override");
    return isWrittenForAnother(report, target) && !others ? {} : undefined;
  }
  if (process.some((d) => d.what !== "config" && d.what !== "override")) return undefined;
  const before = observed.configs[running.config];
  const after = observed.configs[target.config];
  // Without knowing what is set already, a setting could be shadowed.
  if (before === undefined || after === undefined || observed.overrides[node] === undefined) return undefined;
  return dynamicChange(before, after);
}

/** Whether it would be brought there alive if nothing were set on it: what is set is not known. */
function mightBeLive(observed: Observed, report: NodeReport, target: Target, process: readonly Difference[]): boolean {
  if (observed.overrides[report.node] !== undefined) return false;
  const unset = { ...observed, overrides: { ...observed.overrides, [report.node]: {} } };
  return report.running?.config !== target.config && liveChange(unset, report, target, process) !== undefined;
}

function staleOf(observed: Observed, report: NodeReport, target: Target, live: Work["live"]): readonly string[] {
  const set = staleOverrides(report.node, observed);
  if (live !== undefined) return set.filter((key) => !(key in live));
  return report.running?.config === target.config ? set : [];
}

/** What differs from the target is what is recorded still; the rest was moved already, maybe by a sitting that was killed. */
function machineIs(hardware: readonly Difference[], target: Target, record: Target): Work["is"] {
  const gone = hardware.some(({ what }) => what === "machine");
  const now = (key: keyof Work["is"]): string =>
    (gone || hardware.some(({ what }) => what === key) ? record : target)[key];
  return { image: now("image"), type: now("type"), disk: now("disk") };
}

function machineWork(
  hardware: readonly Difference[],
  observed: Observed,
  journal: Journal,
  node: number,
): Work["machine"] {
  const replace = journal.replace?.[node];
  if (hardware.some((d) => d.what === "machine")) return replace === undefined ? "keep" : "create";
  if (replace !== undefined && observed.machines[node]?.instance === replace.instance) return "replace";
  if (hardware.some((d) => d.what === "image")) return "replace";
  return hardware.some((d) => d.what === "type") ? "resize" : "keep";
}

/** A controller whose disk is lost leaves the quorum as the voter that it was, and joins it as a new one. */
function voterWork(
  cluster: Cluster,
  { kafka, nodes, machines, labelsUnreadable }: Observed,
  journal: Journal,
  node: Node,
): { deadVoter?: string; newVoter?: string } {
  const replace = journal.replace?.[node.id];
  if (replace?.lostDisk !== true || !isReachable(kafka)) return {};
  if (cluster.pools[node.pool]?.roles.includes("controller") !== true) return {};
  const voter = kafka.quorum.voters.find((v) => v.id === node.id);
  const machine = machines[node.id];
  // The voter of the disk that is given up, whether its host still answers or not.
  if (machine === undefined || labelsUnreadable !== undefined) return {};
  if (machine === null || machine.instance === replace.instance)
    return voter === undefined ? {} : { deadVoter: voter.directory };
  const report = nodes[node.id];
  // Whose disk the voter is on, only its host can tell.
  if (report === undefined || !isReachable(report)) return {};
  const own = report.formatted?.directory;
  if (voter !== undefined && voter.directory !== own) return { deadVoter: voter.directory };
  return voter === undefined && own !== undefined ? { newVoter: own } : {};
}

/** Whether nothing at all is to be done to it. */
export const isIdle = ({ process, machine, grow, deadVoter, newVoter }: Work): boolean =>
  process.length === 0 && machine === "keep" && !grow && deadVoter === undefined && newVoter === undefined;

/** What a node still needs from this roll, its label and record included, or an empty list. */
export function needs(cluster: Cluster, observed: Observed, journal: Journal, node: Node): Difference[] {
  const target = targetOf(journal, node.id);
  const { process, deadVoter, newVoter } = workOf(cluster, observed, journal, node);
  const machine = machineDifferences(cluster, observed, node.id, target);
  const found = [...machine, ...process];
  const replace = journal.replace?.[node.id];
  if (replace !== undefined && observed.machines[node.id]?.instance === replace.instance && replace.instance !== null)
    found.unshift({ what: "machine", expected: "another", got: replace.instance });
  if (deadVoter !== undefined)
    found.push({ what: "service", expected: "a voter again", got: "the voter of its lost disk" });
  if (newVoter !== undefined) found.push({ what: "service", expected: "a voter", got: "no voter" });
  return [...found, ...unlabelled(observed, journal, node), ...unrecorded(cluster, journal, node)];
}

export function unlabelled(observed: Observed, journal: Journal, node: Node): Difference[] {
  const target = targetOf(journal, node.id);
  const label = observed.labels[node.id];
  return (["version", "config"] as const)
    .filter((key) => target[key] !== label?.[key])
    .map((key) => ({ what: "label", expected: target[key], got: label?.[key] ?? "none" }));
}

export function unrecorded(cluster: Cluster, journal: Journal, node: Node): Difference[] {
  const target = targetOf(journal, node.id);
  const record = recordedTarget(cluster, node.id);
  return targetKeys
    .filter((key) => target[key] !== record[key])
    .map((key) => ({ what: "record", expected: target[key], got: record[key] }));
}

/** `version 3.9.1 → 4.1.1`: the reasons as an operator reads them. Label and record follow what runs, so they go unsaid. */
export function reasons(differences: readonly Difference[]): string {
  const running = differences.filter((d) => d.what !== "label" && d.what !== "record");
  return (running.length > 0 ? running : differences).map((d) => `${d.what} ${d.got} → ${d.expected}`).join(", ");
}
