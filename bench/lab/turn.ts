import { linkSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { labStatus } from "../../lab";
import { lives, markProcess, readMark } from "../../lab/processes";

/** Held by whoever uses the machine's lab: the tests take turns by the same file. */
const turn = "/run/dataops-lab-tests.lock";

/**
 * Wait until the machine's one lab is nobody's, and keep others out.
 *
 * @returns gives the turn back
 */
export async function takeTurn(say: (line: string) => void): Promise<() => void> {
  const mine = markProcess(process.pid);
  const draft = `${turn}.${process.pid}`;
  writeFileSync(draft, `${mine?.pid} ${mine?.start}`);
  let told = false;
  const tell = (): void => {
    if (!told) say("the lab is in use; waiting for it to go down (`dataops lab down` if it is nobody's)");
    told = true;
  };
  try {
    while (!linked(draft)) {
      if (!lives(readMark(turn))) rmSync(turn, { force: true });
      else {
        tell();
        await sleep(1000);
      }
    }
  } finally {
    rmSync(draft);
  }
  const giveBack = (): void => rmSync(turn, { force: true });
  try {
    // A lab that was brought up by hand, or by the demo, holds no turn.
    while ((await labStatus()).lab !== null) {
      tell();
      await sleep(2000);
    }
  } catch (error) {
    giveBack();
    throw error;
  }
  return giveBack;
}

function linked(draft: string): boolean {
  try {
    linkSync(draft, turn);
    return true;
  } catch {
    return false;
  }
}
