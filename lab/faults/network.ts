import { findHost } from "../find-host";
import { setHostCable } from "../network/host-network";

/** Pull a host's network cable. */
export const cutNetwork = (host: string): Promise<void> => setHostCable(findHost(host), false);

/** Plug a host's network cable in again. */
export const restoreNetwork = (host: string): Promise<void> => setHostCable(findHost(host), true);
