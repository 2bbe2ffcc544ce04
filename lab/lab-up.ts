import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Failure } from "../cli/run/failure";
import { BadInput } from "../spec";
import { buildBaseImage } from "./base/build-base-image";
import { missingForLab } from "./can-run-lab";
import { emulatorAnswers } from "./emulator/ask-emulator";
import { startEmulator } from "./emulator/start-emulator";
import { makeBlankLayer } from "./hosts/make-root";
import { takeDown } from "./lab-down";
import { type LabRecord, readLab, writeLab } from "./lab-record";
import { withLock } from "./lock";
import { endpoint } from "./names";
import { makeLabNetwork } from "./network/lab-network";
import { inState, stateFolder } from "./paths";
import { copyClusters } from "./places/copy-clusters";
import { placesInUse } from "./places/places-in-use";
import { markProcess } from "./processes";
import { startDaemon } from "./services/start-daemon";
import { makeSshKey } from "./ssh";
import { turnVariable } from "./whose-turn";

/** What is being done, for a screen. */
export type Progress = (line: string) => void;

/**
 * Bring the lab up for a folder of cluster files; one that is up is kept, and its daemon started again if it is gone.
 *
 * @throws Error when the machine cannot run a lab, or one is up for another folder
 */
export const labUp = (options: { readonly clusters: string; readonly progress?: Progress }): Promise<LabRecord> =>
  withLock("lab up", () => bringUp(resolve(options.clusters), options.progress ?? (() => undefined)));

/** The same, for one who has the lock. */
export async function bringUp(source: string, progress: Progress): Promise<LabRecord> {
  const missing = missingForLab();
  if (missing.length > 0) throw new Failure(missing.join("\n"), 1);
  const there = readLab();
  if (there !== undefined && (await emulatorAnswers())) {
    if (source !== there.source && source !== there.clusters) {
      throw new BadInput(
        `lab: is up for ${there.source}; expected none or the same; got ${source}; first: dataops lab down`,
      );
    }
    startDaemon();
    return there;
  }
  if (`${source}/`.startsWith(`${stateFolder}/`)) {
    throw new BadInput(
      `lab: ${source} is a lab's own copy; expected a folder of cluster files; unset DATAOPS_CLUSTERS`,
    );
  }
  if (existsSync(stateFolder)) progress("removing what a lab before has left");
  await takeDown();
  try {
    return await makeLab(source, progress);
  } catch (problem) {
    await takeDown();
    throw problem;
  }
}

async function makeLab(source: string, progress: Progress): Promise<LabRecord> {
  const cidrs = [
    ...new Set(placesInUse(source).flatMap(({ network }) => Object.values(network.zones).map(({ cidr }) => cidr))),
  ];
  progress("base image of the hosts");
  await buildBaseImage();
  await makeState();
  progress(`network: ${cidrs.join(", ")}`);
  await makeLabNetwork(cidrs);
  progress(`emulator: ${endpoint}`);
  await startEmulator();
  progress("places, and a copy of the cluster files");
  await copyClusters(source, inState("clusters"));
  startDaemon();
  const since = new Date().toISOString();
  const record: LabRecord = { source, since, clusters: inState("clusters"), endpoint, ...ofTurn() };
  await writeLab(record);
  return record;
}

function ofTurn(): Pick<LabRecord, "turn"> {
  const holder = markProcess(Number(process.env[turnVariable] ?? Number.NaN));
  return holder === undefined ? {} : { turn: `${holder.pid} ${holder.start}` };
}

async function makeState(): Promise<void> {
  await mkdir(stateFolder, { recursive: true });
  await chmod(stateFolder, 0o755);
  for (const folder of ["hosts", "volumes", "consoles", "terraform"]) await mkdir(inState(folder), { recursive: true });
  await writeFile(inState("metadata-secret"), randomBytes(32).toString("hex"), { mode: 0o600 });
  await makeSshKey();
  await makeBlankLayer();
}
