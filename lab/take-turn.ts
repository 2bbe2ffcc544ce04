import { setTimeout as sleep } from "node:timers/promises";
import { holdTurn } from "./hold-turn";
import { labDown } from "./lab-down";
import { readLab } from "./lab-record";
import { lives, parseMark } from "./processes";

/** Milliseconds between two looks. */
const pause = 500;

/**
 * Wait until the machine's one lab is nobody's, and keep others out. A lab that was left up by a turn whose process is
 * gone is taken down; one that somebody brought up by hand is waited for.
 *
 * @param what what the turn is taken for, for whoever waits
 * @param say is told why it waits, each reason once
 * @returns gives the turn back; done as well when the process ends
 */
export async function takeTurn(what: string, say: (line: string) => void = () => undefined): Promise<() => void> {
  let told = "";
  const tell = (line: string): void => {
    if (told !== line) say(line);
    told = line;
  };
  const giveBack = await holdTurn(what, tell);
  try {
    await vacant(tell);
    return giveBack;
  } catch (error) {
    giveBack();
    throw error;
  }
}

async function vacant(tell: (line: string) => void): Promise<void> {
  for (let lab = readLab(); lab !== undefined; lab = readLab()) {
    if (lab.turn !== undefined && !lives(parseMark(lab.turn))) {
      await labDown();
      return;
    }
    tell(`waiting for the lab: it is up since ${lab.since} (dataops lab down, if it is nobody's)`);
    await sleep(pause);
  }
}
