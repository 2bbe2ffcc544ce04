import { runCommand, tryCommand } from "../../../../lab/run-command";
import { clusterFile } from "../../../../spec";
import { name } from "../../deployed";

/** Nobody can write the cluster file, not even root. */
export const readOnly = async (): Promise<void> => void (await runCommand(["chattr", "+i", clusterFile(name)]));

export const writable = async (): Promise<void> => void (await tryCommand(["chattr", "-i", clusterFile(name)]));
