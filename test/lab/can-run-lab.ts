import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keepLab, labDown, missingForLab, takeTurn } from "../../lab";

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
      let giveBack: (() => void) | undefined;
      beforeAll(async () => {
        giveBack = await takeTurn(`test: ${name}`, (line) => console.warn(line));
      }, 60 * 60_000);
      afterAll(() => endTurn(giveBack), 60_000);
      tests();
    });
  }
}

async function endTurn(giveBack: (() => void) | undefined): Promise<void> {
  try {
    if (process.env.DATAOPS_KEEP_LAB) await keepLab();
    else await labDown();
  } finally {
    giveBack?.();
  }
}
