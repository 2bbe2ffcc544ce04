import pc from "picocolors";
import { describe, expect, it } from "vitest";
import { advance } from "../../../cli/decide/advance";
import { decide } from "../../../cli/decide/decide";
import { plan } from "../../../cli/decide/plan";
import { codeOf, fleetSide, type Proof } from "../../../cli/decide/proof";
import { simulate } from "../../../cli/decide/simulate";
import { renderPlan } from "../../../cli/ui/render-plan";
import { renderProof } from "../../../cli/ui/render-proof";
import { renderRoll } from "../../../cli/ui/render-roll";
import { viewAfter } from "../../../cli/ui/roll-view";
import { startView } from "../../../cli/ui/screen-for";
import { span } from "../../../cli/ui/span";
import { table, width } from "../../../cli/ui/table";
import { clusterOf, observedOf, worldOf } from "../world";

const plain = pc.createColors(false);

describe("what the operator sees", () => {
  it("a span is short and never lies by its unit", () => {
    expect([0, 400, 9_949, 9_951, 59_499, 59_600, 61_000, 3_599_400, 3_720_000].map(span)).toEqual([
      "0s",
      "0.4s",
      "9.9s",
      "10s",
      "59s",
      "1m00s",
      "1m01s",
      "59m59s",
      "1h02m",
    ]);
  });

  it("a table pads to the widest cell and does not count colours", () => {
    const red = pc.createColors(true).red("ab");
    expect(width(red)).toBe(2);
    expect(
      table([
        ["a", "b"],
        ["long", "c"],
      ]),
    ).toBe("a     b\nlong  c");
  });

  it("a plan: what is done in which order, and why", () => {
    const world = worldOf({ running: { 1: { version: "4.1.1" } }, recorded: { 1: { version: "4.1.1" } } });
    expect(renderPlan(plan(world), plain)).toBe(
      [
        "kafka-write  5 nodes to roll, one at a time",
        "",
        "  1  2   controllers  euw1-az2  controllers        version 3.9.1 → 4.1.1  fetch stop install configure start",
        "  2  3   controllers  euw1-az3  active-controller  version 3.9.1 → 4.1.1  fetch stop install configure start",
        "  3  11  brokers      euw1-az1  brokers            version 3.9.1 → 4.1.1  fetch stop install configure start",
        "  4  12  brokers      euw1-az2  brokers            version 3.9.1 → 4.1.1  fetch stop install configure start",
        "  5  13  brokers      euw1-az3  brokers            version 3.9.1 → 4.1.1  fetch stop install configure start",
        "",
        "node 1 is left alone: runs 4.1.1, as recorded",
        "",
        "then elect-preferred-leaders",
      ].join("\n"),
    );
  });

  it("a plan that a gate would refuse says which and why", () => {
    const text = renderPlan(plan(worldOf({ partitions: { "audit-0": "11 / 11 / 1" } })), plain);
    expect(text).toContain("✘ min-isr: audit-0 has 1 replica and min.insync.replicas 1: it can never spare one");
  });

  it("the live view, half-way through the second node", () => {
    let world = worldOf();
    let view = { ...startView(world.cluster, world.journal, plan(world)), began: world.now };
    for (let i = 0; i < 24; i += 1) {
      const decision = decide(world);
      if (decision.do === "wait" || decision.do === "stop" || decision.do === "done") break;
      const at = world.now;
      view = viewAfter(view, { event: "decided", at, decision, journal: world.journal, observed: world.observed });
      view = viewAfter(view, { event: "did", at, decision, took: 1000, changed: true });
      const journal = advance(world.journal, decision, "done", world.now + 1000, 1000);
      world = { ...world, ...simulate(world.cluster, world.observed, decision), journal, now: world.now + 1000 };
    }
    expect(renderRoll(view, world.now, plain)).toBe(
      [
        "kafka-write  3.9.1 → 4.1.1    1 of 6 · 24s",
        "      1  controllers  az1  4.1.1  ✔ 13s",
        " ▸    2  controllers  az2  3.9.1  well, read 3 of 6",
        "      3  controllers  az3  3.9.1  next",
        "     11  brokers      az1  3.9.1  next",
        "     12  brokers      az2  3.9.1  next",
        "     13  brokers      az3  3.9.1  next",
        "",
        "   2  ✔ fetch 1s  ✔ stop 1s  ✔ install 1s  ✔ configure 1s  ✔ start 1s",
        "      Ctrl-C finishes node 2, then stops",
      ].join("\n"),
    );
  });

  it("a proof: each side with its control, and a side whose control saw nothing proves nothing", () => {
    const cluster = clusterOf({}, "3.9.1");
    const fleet = fleetSide(cluster, observedOf(), { node: 1, to: "4.1.1" });
    expect(fleet).toEqual({ differences: [], control: 1, nodes: 6 });
    const cloud = { differences: [], control: 0, resources: 38 };
    const configs = { differences: ["clusters/kafka-write/configs/kkkkkkkk: is not there"], control: 2, compared: 2 };
    const proof: Proof = {
      format: 1,
      cluster: "kafka-write",
      cloud,
      configs,
      fleet,
      code: codeOf([cloud, configs, fleet]),
    };
    expect(proof.code).toBe(1);
    expect(renderProof(proof, plain)).toBe(
      [
        "✘ cloud    plan empty, 38 resources   control: old version → nothing seen; this side proves nothing",
        "✘ configs  1 of 2 equal the code      control: changed byte → 2 differences seen",
        "✔ fleet    6 of 6 equal their record  control: old version → 1 difference seen",
        "  configs: clusters/kafka-write/configs/kkkkkkkk: is not there",
      ].join("\n"),
    );
  });
});
