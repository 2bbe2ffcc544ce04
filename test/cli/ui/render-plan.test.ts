import pc from "picocolors";
import { describe, expect, it } from "vitest";
import { plan } from "../../../cli/decide/plan";
import { renderPlan } from "../../../cli/ui/render-plan";
import { width } from "../../../cli/ui/table";
import { wideWorld } from "./wide-world";

const plain = pc.createColors(false);
const shown = (...[brokers, circumstances, facts]: Parameters<typeof wideWorld>): string =>
  renderPlan(plan(wideWorld(brokers, circumstances, facts)), plain);

describe("a plan as an operator reads it", () => {
  it("batches in order, why and how, what changes, the gates that will be asked", () => {
    expect(shown(6, { limits: { maxParallel: 4 } })).toBe(
      [
        "kafka-write  9 nodes to roll, in 7 batches",
        "",
        "BATCH  NODES  POOL         ZONE  HOW      WHY",
        "    1  1      controllers  az1   restart  version 3.9.1 → 4.1.1",
        "    2  2      controllers  az2   restart  ″",
        "    3  3      controllers  az3   restart  ″",
        "    4  11     brokers      az1   restart  version 3.9.1 → 4.1.1, config kkkkkkkk → llllllll",
        "    5  12 15  brokers      az2   restart  ″",
        "    6  13 16  brokers      az3   restart  ″",
        "    7  14     brokers      az1   restart  ″",
        "",
        "config of nodes 11-16",
        "  num.io.threads  8 → 16",
        "",
        "steps  fetch stop install configure start",
        "asked before each batch  every-node-reachable, kafka-answers, features-settled, no-reassignment,",
        "                         no-offline-partition, no-offline-log-dir, no-linked-roll,",
        "                         no-pending-changes",
        "before the steps         log-recovered, no-offline-partition, min-isr, quorum-majority",
        "after each batch         log-recovered, runs-what-it-should, voter-caught-up, in-every-isr,",
        "                         nothing-newly-under-replicated",
        "nearest to min ISR  orders-0 3 of min 2, on node 11",
        "",
        "then elect-preferred-leaders",
      ].join("\n"),
    );
  });

  it("sixty brokers: in batches or one at a time, and no line is too wide", () => {
    const together = shown(60, { limits: { maxParallel: 4 } }).split("\n");
    expect(together).toContain("    6  13 16 19 22  brokers      az3   restart  ″");
    expect(together.length).toBeLessThan(45);
    const alone = shown(60).split("\n");
    expect(alone[0]).toBe("kafka-write  63 nodes to roll, one at a time");
    expect(alone.find((line) => line.includes("11-70"))).toBe(
      " 4-63  11-70  brokers      az1 az2 az3  restart, each alone  version 3.9.1 → 4.1.1, config kkkkkkkk → llllllll",
    );
    expect(Math.max(...[...together, ...alone].map(width))).toBeLessThanOrEqual(120);
  });

  it("settings alone restart nothing, and it says so", () => {
    const text = shown(3, { version: "3.9.1" });
    expect(text).toContain("3 nodes to roll, one at a time, none restarts");
    expect(text).toContain("    1  11     brokers  az1   live, no restart  config kkkkkkkk → llllllll");
    expect(text).toContain("nodes 1-3 are left alone: runs 3.9.1, as recorded");
  });

  it("what refuses, after which batches, and the flag that accepts", () => {
    const facts = {
      partitions: { "audit-0": "11 / 11 / 1", "audit-1": "11 / 11 / 1", "orders-0": "11 12 13 / 11 12 13 / 2" },
    };
    const world = wideWorld(3, { limits: { pauseAfter: 4 } }, facts);
    const text = renderPlan(plan(world), plain);
    expect(text).toContain(
      "✘ 2 partitions of audit can never spare a replica; --accept audit=REASON accepts that they lose",
    );
    expect(text).toContain("✘ then node 11: min-isr: audit-0 has 1 replica");
    const accepted = renderPlan(
      plan({ ...world, journal: { ...world.journal, accepted: { audit: "by choice" } } }),
      plain,
    );
    expect(accepted).toContain("! 2 partitions of audit lose writes while a broker restarts: accepted");
    expect(accepted).toContain("‖ paused after 4 as asked; run it again to go on");
    expect(accepted).toContain("audit-0 1 of min 1 and 1 more");
  });

  it("every gate that would refuse now, and what follows once they are open", () => {
    const facts = { reassigning: ["orders-0"], offlineDirs: ["12: /var/lib/kafka/data"] };
    const text = shown(3, {}, facts);
    expect(text).toMatch(/^kafka-write {2}6 nodes to roll, one at a time/);
    expect(text).toMatch(/✘ no-reassignment: .*orders-0/);
    expect(text).toMatch(/✘ no-offline-log-dir: .*12/);
    const overridden = wideWorld(3, {}, facts);
    const journal = { ...overridden.journal, overrides: { "no-reassignment": "an idle topic" } };
    const { shut, refused } = plan({ ...overridden, journal });
    expect(shut.map(({ gate }) => gate)).toEqual(["no-offline-log-dir"]);
    expect(refused).toMatchObject({ gate: "no-offline-log-dir" });
  });

  it("gates that a playbook adds to a step are told of, and a live change tells of what it cannot spare", () => {
    const world = wideWorld(3, { version: "3.9.1" }, { partitions: { "audit-0": "11 / 11 / 1" } });
    const steps = world.playbook.node.steps.map((use) =>
      use.name === "set" ? { ...use, gates: ["no-linked-roll"] } : use,
    );
    const found = plan({ ...world, playbook: { ...world.playbook, node: { ...world.playbook.node, steps } } });
    expect(found.never.map(({ partition }) => partition)).toEqual(["audit-0"]);
    const others = plan({
      ...world,
      journal: { ...world.journal, accepted: { audit: "by choice" } },
      playbook: { ...world.playbook, node: { ...world.playbook.node, steps } },
    });
    expect(others.batches[0]?.nodes[0]?.gates).toContain("no-linked-roll");
  });

  it("nothing to roll", () => {
    const world = wideWorld(3, { version: "3.9.1" });
    const journal = { ...world.journal, targets: {} };
    expect(renderPlan({ ...plan({ ...world, journal }), skipped: [] }, plain)).toBe("kafka-write  nothing to roll");
  });
});
