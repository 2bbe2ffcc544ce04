import { findHost } from "../find-host";
import { setFrozen } from "../groups";
import { hostGroup } from "../names";

/** Stop every process of a host where it is: alive for TCP, silent for everyone. */
export const freeze = (host: string): void => setFrozen(hostGroup(findHost(host)), true);

/** Let a frozen host go on. */
export const thaw = (host: string): void => setFrozen(hostGroup(findHost(host)), false);
