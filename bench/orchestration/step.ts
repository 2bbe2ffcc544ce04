import { hostProgramPath } from "../../cli/run/host/host-call";
import type { PlainHosts } from "../lab/plain-hosts";

/** Steps on each host. */
export const stepsAHost = 10;

/** The program of the playbook's step. */
export const program = "/bin/true";

/** Of the roll that ours makes believe it holds. */
export const lease = 1;

/** What every way runs on a host as root, ten times: what dataops asks of the host program for a `run` step. */
export const argv: readonly string[] = [
  ...[hostProgramPath, "run", "--lease", String(lease)],
  ...["--within", "60", "--", program],
];

/** A way of carrying out the steps on every host, from no connection at all to the last answer. */
export interface Way {
  readonly name: string;
  /** Why this machine cannot go it, or undefined. */
  missing(hosts: PlainHosts): Promise<string | undefined>;
  /** Go it once. @returns milliseconds; whatever it leaves open is closed afterwards, and is not timed */
  go(hosts: PlainHosts): Promise<number>;
}
