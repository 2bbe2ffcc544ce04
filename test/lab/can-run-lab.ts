import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labDown, missingForLab } from "../../lab";
import { lives, markProcess, readMark } from "../../lab/processes";

const turn = "/run/dataops-lab-tests.lock";

/**
 * Tests that need a lab. Where the machine cannot run one they are skipped by name; with `CI` set that is a failure.
 * There is one lab a machine: files of tests take turns, and each leaves the machine without one
 * (`DATAOPS_KEEP_LAB=1` keeps it, to look at).
 */
export function describeInLab(name: string, tests: () => void): void {
  const missing = missingForLab();
  if (missing.length > 0 && process.env.CI) {
    describe(name, () => it("needs a machine that can run the lab", () => expect(missing).toEqual([])));
  } else if (missing.length > 0) {
    describe.skip(`${name} (skipped: ${missing.join("; ")})`, tests);
  } else {
    describe(name, () => {
      beforeAll(takeTurn, 30 * 60_000);
      afterAll(endTurn, 60_000);
      tests();
    });
  }
}

async function takeTurn(): Promise<void> {
  const mine = markProcess(process.pid);
  const draft = `${turn}.${process.pid}`;
  writeFileSync(draft, `${mine?.pid} ${mine?.start}`);
  while (!linked(draft)) {
    if (!lives(readMark(turn))) rmSync(turn, { force: true });
    else await setTimeout(500);
  }
  rmSync(draft);
}

function linked(draft: string): boolean {
  try {
    linkSync(draft, turn);
    return true;
  } catch {
    return false;
  }
}

async function endTurn(): Promise<void> {
  try {
    if (!process.env.DATAOPS_KEEP_LAB) await labDown();
  } finally {
    if (readFileSync(turn, "utf8").startsWith(`${process.pid} `)) rmSync(turn, { force: true });
  }
}
