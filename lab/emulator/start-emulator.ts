import { mkdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { Failure } from "../../cli/run/failure";
import { emulator } from "../names";
import { inState, labFile } from "../paths";
import { serviceLog, serviceProcess, startService } from "../services/start-service";
import { emulatorAnswers } from "./ask-emulator";
import { findPython } from "./find-python";

/**
 * Start the AWS emulator and wait until it answers.
 *
 * @throws Failure when no Python of this machine has moto, or when it does not answer within a minute
 */
export async function startEmulator(): Promise<void> {
  const python = await findPython();
  if (python === undefined) {
    throw new Failure(
      'lab: no emulator; expected a Python with moto; get it: pip install "moto[server]", or npm run setup',
      1,
    );
  }
  const scratch = inState("emulator");
  mkdirSync(scratch, { recursive: true });
  const { PATH, HOME, LANG } = process.env;
  const argv = [labFile("emulator", "emulator.py"), emulator.address, String(emulator.port), "--hosts"];
  startService("emulator", [python, ...argv], {
    ...{ PATH, HOME, LANG },
    TMPDIR: scratch,
    PYTHONUNBUFFERED: "1",
    PYTHONDONTWRITEBYTECODE: "1",
    MOTO_IAM_LOAD_MANAGED_AWS_POLICIES: "true",
  });
  for (let round = 0; round < 600; round += 1) {
    if (await emulatorAnswers()) return;
    if (round > 20 && serviceProcess("emulator") === undefined) break;
    await setTimeout(100);
  }
  const said = readFileSync(serviceLog("emulator"), "utf8").trim().split("\n").slice(-3).join(" | ");
  throw new Failure(`lab: the emulator did not start; expected an answer within a minute; got ${said}`, 1);
}
