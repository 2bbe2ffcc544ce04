/** An EC2 small enough for one machine. Nothing outside this room knows that it exists: it is a place with an endpoint. */
export { missingForLab } from "./can-run-lab";
export { fillDisk, freeDisk } from "./faults/disk";
export { freeze, thaw } from "./faults/freeze";
export { cutNetwork, restoreNetwork } from "./faults/network";
export { powerLoss, powerOff, powerOn, reboot } from "./faults/power";
export { listHosts } from "./find-host";
export { keepLab } from "./keep-lab";
export { labDown } from "./lab-down";
export type { LabRecord } from "./lab-record";
export { labReset } from "./lab-reset";
export { type HostStatus, type LabStatus, labStatus } from "./lab-status";
export { labUp, type Progress } from "./lab-up";
export { readConsole } from "./read-console";
export { takeTurn } from "./take-turn";
