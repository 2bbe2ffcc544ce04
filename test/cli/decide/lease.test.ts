import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clockSlack,
  describeHeld,
  judgeLease,
  type LeaseRecord,
  leaseTime,
  whyLapsed,
} from "../../../cli/decide/lease";

interface Case {
  readonly lease: LeaseRecord | null;
  readonly now: number;
  readonly dead: boolean;
  readonly expect: { readonly take: number; readonly because: string } | { readonly held: string };
}

const folder = join(__dirname, "cases", "lease");

describe("a lease", () => {
  it.each(readdirSync(folder))("%s", (name) => {
    const { lease, now, dead, expect: expected } = JSON.parse(readFileSync(join(folder, name), "utf8")) as Case;
    const verdict = judgeLease(lease ?? undefined, now, dead);
    expect("held" in verdict ? { held: describeHeld(verdict.held) } : verdict).toEqual(expected);
  });

  it("is never taken from a live holder whose clock is less than the slack and a missed renewal away", () => {
    const skew = fc.integer({ min: -clockSlack + 1, max: clockSlack - 1 });
    fc.assert(
      fc.property(skew, fc.nat(leaseTime), (ours, sinceRenewal) => {
        const renewed = 1_000_000_000;
        const lease = {
          format: 1,
          token: 3,
          holder: { who: "a@b", pid: 1 },
          command: "roll",
          since: 0,
          expires: renewed + leaseTime,
        } as const;
        expect(judgeLease(lease, renewed + sinceRenewal + ours, false)).toHaveProperty("held");
      }),
    );
  });

  it("lapses for its holder before anybody may take it, whichever clock stood still", () => {
    expect(whyLapsed({ wall: leaseTime - 1, steady: 0 })).toBeUndefined();
    expect(whyLapsed({ wall: leaseTime, steady: 0 })).toBe("the lease was not renewed for 60 s");
    expect(whyLapsed({ wall: -5000, steady: leaseTime })).toBe("the lease was not renewed for 60 s");
  });
});
