import { homedir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../spec/package-root";

/** Everything that one lab keeps while it is up; `lab down` removes it. */
export const stateFolder = "/var/lib/dataops-lab";

/** A path within the lab's state. */
export const inState = (...parts: readonly string[]): string => join(stateFolder, ...parts);

/** Where things that are costly to make are kept between labs. */
export const cacheFolder = (): string => join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "dataops");

/** A file of this room that is not TypeScript: it lies in `lab/`, also when the code runs from `dist/`. */
export const labFile = (...parts: readonly string[]): string => join(packageRoot(), "lab", ...parts);

/** What one host keeps: its root, its console, which process it is. */
export const hostFolder = (instance: string): string => inState("hosts", instance);

/** Console of a host; it stays after the host is gone. */
export const consoleFile = (instance: string): string => inState("consoles", `${instance}.log`);
