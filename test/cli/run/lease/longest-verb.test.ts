import { describe, expect, it } from "vitest";
import { longestVerb } from "../../../../cli/run/lease/longest-verb";
import { readPlaybook, usualPlaybook } from "../../../../cli/run/roll/read-playbook";

const minute = 60_000;

describe("the longest verb", () => {
  it("is as long as the longest step may take, and a minute", () => {
    expect(longestVerb()).toBe(21 * minute);
  });

  it("is longer where a playbook gives a step more time, and no shorter where it gives less", () => {
    const { node } = readPlaybook(usualPlaybook);
    const within = (milliseconds: number) =>
      longestVerb({ node: { ...node, steps: [{ name: "stop", within: milliseconds, gates: [] }] } });
    expect(within(180 * minute)).toBe(181 * minute);
    expect(within(minute)).toBe(21 * minute);
  });
});
