import { describe, expect, it } from "vitest";
import type { Decision } from "../../../cli/decide/decision";
import { departure } from "../../../cli/decide/departure";
import { plan } from "../../../cli/decide/plan";
import { target, worldOf } from "../world";

describe("a roll departs from its plan", () => {
  const planned = plan(worldOf({}, {}, { limits: { pauseAfter: 2 } }));
  const take = (...ids: number[]): Decision => ({
    do: "take",
    nodes: ids.map((node) => ({ node, why: "version 3.9.1 → 4.1.1", from: target })),
    baseline: { underReplicated: [] },
    ramp: true,
  });

  it.each<[string, readonly number[], Decision, string | undefined]>([
    ["the first as planned", [], take(1), undefined],
    ["the next as planned", [1], take(2), undefined],
    ["another first", [], take(2), "node 2 taken where the plan had node 1"],
    ["two where one was planned", [], take(1, 2), "nodes 1, 2 taken where the plan had node 1"],
    ["one that was not planned", [], take(13), "node 13 is taken, and was not in the plan: version 3.9.1 → 4.1.1"],
    ["all taken", [1, 2], { do: "done" }, undefined],
    ["one left out", [1], { do: "done" }, "node 2 not taken, and in the plan: nothing was left to do"],
  ])("%s", (_, taken, decision, text) => {
    expect(departure(planned, taken, decision)).toBe(text);
  });
});
