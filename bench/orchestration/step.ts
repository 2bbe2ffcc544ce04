import { hostProgramPath } from "../../cli/run/host-call";
import type { PlainHosts } from "../lab/plain-hosts";

/** Steps on each host. */
export const stepsAHost = 10;

/** What every way runs on a host as root, ten times: it answers as the host program does when all is well already. */
export const step = { verb: "nothing", argv: [hostProgramPath, "nothing", "--lease", "1"] } as const;

/** A way of carrying out the steps on every host, from no connection at all to the last answer. */
export interface Way {
  readonly name: string;
  /** Why this machine cannot go it, or undefined. */
  missing(hosts: PlainHosts): Promise<string | undefined>;
  /** Go it once. @returns milliseconds; whatever it leaves open is closed afterwards, and is not timed */
  go(hosts: PlainHosts): Promise<number>;
}
