import { minIsr } from "../gates/min-isr";
import { noOfflinePartition } from "../gates/no-offline-partition";
import { quorumMajority } from "../gates/quorum-majority";
import type { Step } from "./step";

const minutes = (n: number): number => n * 60_000;

/** What the transport waits beyond the host's own bound, so that the host's answer is the one that is seen. */
const grace = 15_000;

/** Every step there is. A playbook names them. */
export const steps = [
  {
    name: "fetch",
    says: "bring the artefact to the node while it still serves",
    gates: [],
    call: ({ target, checksum, within }) => ({
      verb: "fetch",
      args: ["--version", target.version, "--sha256", checksum],
      timeout: within ?? minutes(15),
    }),
  },
  {
    name: "stop",
    says: "controlled shutdown",
    gates: [noOfflinePartition, minIsr, quorumMajority],
    call: ({ within = minutes(6) }) => ({
      verb: "stop",
      args: ["--within", String(Math.ceil(within / 1000))],
      timeout: within + grace,
    }),
  },
  {
    name: "install",
    says: "make the version the one that starts next",
    gates: [],
    call: ({ target, within }) => ({
      verb: "install",
      args: ["--version", target.version],
      timeout: within ?? minutes(2),
    }),
  },
  {
    name: "configure",
    says: "render the config for this node",
    gates: [],
    call: ({ target, within }) => ({
      verb: "configure",
      args: ["--config", target.config],
      timeout: within ?? minutes(2),
    }),
  },
  {
    name: "start",
    says: "start the service and wait until it listens",
    gates: [],
    call: ({ within = minutes(3) }) => ({
      verb: "start",
      args: ["--within", String(Math.ceil(within / 1000))],
      timeout: within + grace,
    }),
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
