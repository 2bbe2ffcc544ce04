import { Failure } from "../cli/run/failure";
import { takeDown } from "./lab-down";
import { type LabRecord, readLab } from "./lab-record";
import { bringUp, type Progress } from "./lab-up";
import { withLock } from "./lock";

/**
 * Begin again: the same cluster files copied anew, no instance, no volume, an empty bucket list.
 *
 * @throws Failure when no lab is up
 */
export const labReset = (options: { readonly progress?: Progress } = {}): Promise<LabRecord> =>
  withLock("lab reset", async () => {
    const source = readLab()?.source;
    if (source === undefined) throw new Failure("lab: none is up; expected one; first: dataops lab up", 1);
    await takeDown();
    return bringUp(source, options.progress ?? (() => undefined));
  });
