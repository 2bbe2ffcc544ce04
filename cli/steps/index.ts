import { parseDisk } from "../../spec/disk";
import type { NodeReport } from "../facts/node-report";
import { recordedTarget } from "../facts/target";
import { logRecovered } from "../gates/log-recovered";
import { minIsr } from "../gates/min-isr";
import { noOfflinePartition } from "../gates/no-offline-partition";
import { observerCaughtUp } from "../gates/observer-caught-up";
import { quorumMajority } from "../gates/quorum-majority";
import type { Call, HostCall, Step, StepInput } from "./step";

const minutes = (n: number): number => n * 60_000;

/** What the transport waits beyond the host's own bound, so that the host's answer is the one that is seen. */
const grace = 15_000;

const seconds = (milliseconds: number): string => String(Math.ceil(milliseconds / 1000));

const host = (verb: string, timeout: number, ...args: readonly string[]): HostCall => ({
  at: "host",
  verb,
  args,
  timeout,
});

/** The process that the gates looked at: another one that lives by then is not stopped. */
const sameProcess = (report: NodeReport | undefined): string[] => [
  ...(report === undefined ? [] : ["--boot", report.boot]),
  ...(report?.service.pid == null ? [] : ["--pid", String(report.service.pid)]),
];

/** Every step there is. A playbook names them; which of them a node needs, they say themselves. */
export const steps = [
  {
    name: "grow",
    says: "make the disk larger, in the cloud and then its file system, while Kafka runs",
    within: minutes(15),
    gates: [],
    due: ({ grow }) => grow,
    calls: ({ cluster, node, work: { is }, target, within }) => [
      {
        at: "cloud",
        machine: "keep",
        disk: "grow",
        // The disk alone: the machine has a step of its own, which may have been done already.
        target: { ...recordedTarget(cluster, node.id), ...is, disk: target.disk },
        timeout: within,
      },
      host("grow", within + grace, "--size", String(parseDisk(target.disk).size), "--within", seconds(within)),
    ],
  },
  {
    name: "fetch",
    says: "bring the artefact and the config to the node while it still serves",
    within: minutes(15),
    gates: [],
    due: ({ restart, live }, report) => (restart || live !== undefined) && report !== undefined,
    calls: ({ target, checksum, within }) => [
      host("fetch", within, "--version", target.version, "--sha256", checksum, "--config", target.config),
    ],
  },
  {
    name: "stop",
    says: "controlled shutdown",
    within: minutes(6),
    gates: [logRecovered, noOfflinePartition, minIsr, quorumMajority],
    due: ({ restart }, report) => restart && report !== undefined,
    calls: ({ report, within }) => [host("stop", within + grace, "--within", seconds(within), ...sameProcess(report))],
  },
  {
    name: "install",
    says: "make the version the one that starts next",
    within: minutes(2),
    gates: [],
    due: ({ restart }, report) => restart && report !== undefined,
    calls: ({ target, within }) => [host("install", within, "--version", target.version)],
  },
  {
    name: "configure",
    says: "render the config for this node",
    within: minutes(2),
    gates: [],
    due: ({ restart, live }, report) => (restart || live !== undefined) && report !== undefined,
    calls: ({ target, within }) => [host("configure", within, "--config", target.config)],
  },
  {
    name: "remove-voter",
    says: "take the voter of a lost disk out of the quorum",
    within: minutes(1),
    gates: [quorumMajority],
    alsoWhenDown: true,
    due: ({ deadVoter }) => deadVoter !== undefined,
    calls: ({ work: { deadVoter = "" }, within }) => [
      { at: "kafka", ask: { what: "remove-voter", directory: deadVoter }, timeout: within },
    ],
  },
  {
    name: "machine",
    says: "another type, image or machine, by a saved plan that moves this node alone",
    within: minutes(20),
    gates: [noOfflinePartition, minIsr, quorumMajority],
    due: ({ machine }) => machine !== "keep",
    // A disk that stays is grown by its own step, not by the way.
    calls: ({ work: { machine, lostDisk, is }, target, within }) => [
      lostDisk
        ? { at: "cloud", machine, disk: "create", target, timeout: within }
        : { at: "cloud", machine, disk: "keep", target: { ...target, disk: is.disk }, timeout: within },
    ],
  },
  {
    name: "start",
    says: "start the service and wait until it listens",
    within: minutes(3),
    gates: [],
    due: ({ restart }, report) => restart && report !== undefined,
    calls: ({ within }) => [host("start", within + grace, "--within", seconds(within))],
  },
  {
    name: "add-voter",
    says: "make the controller with its new disk a voter",
    within: minutes(1),
    gates: [observerCaughtUp],
    due: ({ newVoter }, report) => newVoter !== undefined && report?.running != null,
    calls: ({ work: { newVoter = "" }, within }) => [
      { at: "kafka", ask: { what: "add-voter", directory: newVoter }, timeout: within },
    ],
  },
  {
    name: "set",
    says: "change settings without a restart, and take away those that shadow the config",
    within: minutes(1),
    gates: [noOfflinePartition, minIsr],
    due: ({ live, stale }, report) => report?.running != null && (live !== undefined || stale.length > 0),
    calls: ({ work: { live = {}, stale }, within }) => [
      { at: "kafka", ask: { what: "set", set: live, remove: stale }, timeout: within },
    ],
  },
  {
    name: "run",
    says: "a program of the site, on the node, under its lock and the lease",
    within: minutes(1),
    gates: [],
    due: ({ restart }, report) => restart && report !== undefined,
    calls: ({ argv = [], within }: StepInput): Call[] => [
      host("run", within + grace, "--within", seconds(within), "--", ...argv),
    ],
  },
] as const satisfies readonly Step[];

const byName: ReadonlyMap<string, Step> = new Map(steps.map((s): [string, Step] => [s.name, s]));

export const stepNames: readonly string[] = [...byName.keys()];

/** The step of that name; the playbook's schema has made sure that it exists. */
export function stepNamed(name: string): Step {
  const step = byName.get(name);
  if (step === undefined) throw new Error(`no step is named ${name}`);
  return step;
}
