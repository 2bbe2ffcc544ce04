import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { workOf } from "../../../cli/decide/work";
import { isCaughtUp } from "../../../cli/facts/caught-up";
import { isGone } from "../../../cli/facts/gone";
import type { KafkaHealth } from "../../../cli/facts/kafka-health";
import { isReachable } from "../../../cli/facts/node-report";
import { partitionName } from "../../../cli/facts/partition-name";
import { isAccepted, neverSpares } from "../../../cli/gates/min-isr";
import { parseDisk } from "../../../spec/disk";
import { actsOf, type Blow, blows, type Course, courses, lifeOf, type Moment } from "./rolls";

const health = ({ truth }: Moment): KafkaHealth => {
  if (!isReachable(truth.kafka)) throw new Error("no health");
  return truth.kafka;
};

const runs = ({ truth }: Moment, node: number): boolean => {
  const report = truth.nodes[node];
  return report !== undefined && isReachable(report) && report.running !== null;
};

/** Nodes that an act takes away although they serve, or are silent and Kafka counts on them. */
function taken(moment: Moment): number[] {
  const { world, decision } = moment;
  const { brokers, quorum } = health(moment);
  return actsOf(decision).flatMap(({ node, step, calls }) => {
    const moves = calls.some((call) => call.at === "cloud" && call.machine !== "keep");
    const out = calls.some((call) => call.at === "kafka" && call.ask.what === "remove-voter");
    if (step !== "stop" && !moves && !out) return [];
    const counts = brokers.includes(node) || quorum.voters.some((v) => v.id === node && isCaughtUp(quorum, v));
    return runs(moment, node) || (isGone(world.observed, node) && counts) ? [node] : [];
  });
}

/** What an act would cost beyond what is lost already; empty where it may be. */
function cost(moment: Moment): string[] {
  const { world } = moment;
  const { partitions, quorum } = health(moment);
  const away = taken(moment);
  if (away.length === 0) return [];
  // Whoever does not answer is as good as gone, but for the one that is asked about.
  const had = (id: number): boolean => away.includes(id) || !isGone(world.observed, id);
  const has = (id: number): boolean => !away.includes(id) && had(id);
  const found: string[] = [];
  for (const p of partitions) {
    if (away.length > 1 && p.replicas.filter((id) => away.includes(id)).length > 1)
      found.push(`${partitionName(p)} is shared`);
    if (!p.isr.some((id) => away.includes(id)) || (neverSpares(p) && isAccepted(p, world.journal.accepted))) continue;
    if (p.isr.filter(had).length >= p.minIsr && p.isr.filter(has).length < p.minIsr)
      found.push(`${partitionName(p)} below ${p.minIsr}`);
  }
  const voters = quorum.voters.filter((v) => isCaughtUp(quorum, v)).map(({ id }) => id);
  const majority = Math.floor(quorum.voters.length / 2) + 1;
  if (voters.some((id) => away.includes(id)) && voters.filter(had).length >= majority)
    if (voters.filter(has).length < majority) found.push(`fewer than ${majority} voters`);
  if (away.length > 1 && away.some((id) => id < 100)) found.push("a controller is not alone");
  return found;
}

const without = (...names: Blow["what"][]): Blow["what"][] => blows.filter((what) => !names.includes(what));

/** No roll in which a node's disk grows and its machine may have to be moved while it does not answer. */
const onlyGrown = (c: Course): Course =>
  c.disk && (c.image || c.type || c.replace !== undefined) ? { ...c, disk: false } : c;

/** No controller with a new disk that falls silent. */
const fresh = (c: Course): Course => {
  if (c.replace?.lostDisk !== true || c.replace.node >= 100) return c;
  const spared = c.replace.node;
  const alike: Blow["what"][] = ["cut", "answer-lost", "lags"];
  return { ...c, blows: c.blows.filter(({ what, node = spared }) => node !== spared || alike.includes(what)) };
};

/** Blows to the controllers, while they are in hand. */
const early = fc.array(
  fc.record({
    after: fc.nat(30),
    what: fc.constantFrom("dies", "dies-unnoticed", "mute", "lags"),
    node: fc.nat(2),
    calls: fc.constant(0),
  }),
  { minLength: 1, maxLength: 3 },
);

const law = (numRuns: number, course: fc.Arbitrary<Course>, check: (c: Course) => void): void =>
  fc.assert(fc.property(course, check), { numRuns, seed: 20261127 });

describe("a roll of any kind, whatever befalls its nodes", () => {
  it("takes nothing away that is counted on", () => {
    let stops = 0;
    let moves = 0;
    law(200, fc.oneof({ weight: 3, arbitrary: courses(blows) }, courses(blows, { blows: early })), (c) => {
      for (const moment of lifeOf(c)) {
        for (const { step } of taken(moment).length > 0 ? actsOf(moment.decision) : [])
          if (step === "machine") moves += 1;
          else stops += 1;
        const costs = cost(moment);
        if (costs.length > 0) throw new Error(`${JSON.stringify(moment.decision)} costs ${costs.join(", ")}`);
      }
    });
    // The law would say nothing if nothing were taken.
    expect(stops).toBeGreaterThan(400);
    expect(moves).toBeGreaterThan(20);
  }, 60_000);

  it("would be seen to take what is counted on, were the gates not asked", () => {
    const found = new Set<string>();
    const overridden = fc.constant(["min-isr", "quorum-majority", "no-offline-partition", "every-node-reachable"]);
    law(
      120,
      fc.oneof(
        courses(["dies", "lags"], { overridden, minIsr: fc.constant(2) }),
        courses(blows, { overridden, blows: early }),
      ),
      (c) => {
        for (const moment of lifeOf(c))
          for (const what of cost(moment)) found.add(what.replace(/^t-\d+ below \d/, "a partition"));
      },
    );
    expect(found).toContain("a partition");
    expect(found).toContain("fewer than 2 voters");
  }, 60_000);

  it("ends with every node at its target once all is well", () => {
    law(120, courses(blows).map(onlyGrown).map(fresh), (c) => {
      let end: Moment | undefined;
      let stops = 0;
      for (const moment of lifeOf(c)) {
        end = moment;
        if (moment.decision.do === "stop" && !moment.ill) stops += 1;
      }
      if (end === undefined) throw new Error("an empty course");
      expect(end.decision).toEqual({ do: "done" });
      // A node in hand that came up by its own unit as what it was is waited for in vain once: the next sitting takes it.
      expect(stops).toBeLessThanOrEqual(1);
      const { cluster, journal } = end.world;
      for (const { id } of cluster.nodes) {
        const target = journal.targets[id];
        const report = end.truth.nodes[id];
        if (target === undefined || report === undefined || !isReachable(report)) continue;
        const { size } = parseDisk(target.disk);
        const image = cluster.place.images[target.image];
        expect(report).toMatchObject({ running: { version: target.version }, written: { config: target.config } });
        expect(end.truth.machines[id]).toMatchObject({ type: target.type, image, disk: { size } });
        expect(report.disk.size).toBe(size);
        expect(cluster.recorded.nodes[id]).toMatchObject({ ...target, disk: { text: target.disk } });
      }
      const voters = health(end).quorum.voters.map(({ id, directory }) => `${id} ${directory}`);
      const { node = 0, lostDisk = false } = c.replace ?? {};
      expect(voters).toEqual([1, 2, 3].map((id) => `${id} ${lostDisk && id === node ? "new" : `d${id}`}`));
    });
  }, 60_000);

  it("records nothing that is not so", () => {
    law(100, courses(without("no-cloud")).map(onlyGrown), (c) => {
      for (const { decision, truth, world } of lifeOf(c)) {
        if (decision.do !== "record") continue;
        const { node, to } = decision;
        const image = world.cluster.place.images[to.image];
        expect(truth.machines[node]).toMatchObject({ type: to.type, image, disk: { size: parseDisk(to.disk).size } });
        expect(truth.nodes[node]).toMatchObject({ written: { version: to.version, config: to.config } });
      }
    });
  }, 60_000);

  it("stops nothing that lives for a larger disk or a change that is made live", () => {
    const no = fc.constant(false);
    const config = fc.constantFrom("same", "live");
    const kinds = { version: no, image: no, type: no, restart: no, replace: fc.constant(undefined), config };
    let acts = 0;
    law(100, courses(blows, kinds), (c) => {
      for (const moment of lifeOf(c))
        for (const { node, step, calls } of actsOf(moment.decision)) {
          if (step === "grow" || step === "set") acts += 1;
          if (step === "stop" && runs(moment, node)) throw new Error(`node ${node} is stopped`);
          for (const call of calls) if (call.at === "cloud") expect(call.machine).toBe("keep");
        }
    });
    expect(acts).toBeGreaterThan(100);
  }, 60_000);

  it("puts a protection back before anything else", () => {
    let seen = 0;
    law(100, courses(blows), (c) => {
      for (const { decision, world } of lifeOf(c)) {
        if (!world.journal.undo.some(({ what }) => what === "protection")) continue;
        seen += 1;
        expect(decision.do).toBe("put-back");
      }
    });
    expect(seen).toBeGreaterThan(100);
  }, 60_000);

  it("broken off anywhere and gone on with, it comes to the same end, and does nothing again", () => {
    law(120, courses(["cut", "answer-lost"]).map(onlyGrown), (c) => {
      const stopped = new Set<string>();
      let end: Moment | undefined;
      for (const moment of lifeOf(c)) {
        end = moment;
        const { world } = moment;
        for (const { node: id, step } of actsOf(moment.decision)) {
          const node = world.cluster.nodes.find((n) => n.id === id);
          const report = world.observed.nodes[id];
          if (step !== "stop" || node === undefined || report === undefined || !isReachable(report)) continue;
          expect(workOf(world.cluster, world.observed, world.journal, node).restart).toBe(true);
          if (report.running === null) continue;
          // One process of a node is stopped, and the one that comes after it is not: by its number.
          stopped.add(`${id} ${report.service.pid}`);
        }
      }
      const whole = [...lifeOf({ ...c, blows: [] })].at(-1);
      if (end === undefined || whole === undefined) throw new Error("an empty course");
      const nodes = [...stopped].map((one) => one.split(" ")[0]);
      expect(new Set(nodes).size).toBe(nodes.length);
      expect(end.decision).toEqual({ do: "done" });
      // A machine made anew twice would have another name, a disk made anew twice another directory.
      expect(end.truth.machines).toEqual(whole.truth.machines);
      expect(end.truth.labels).toEqual(whole.truth.labels);
      expect(end.world.cluster).toEqual(whole.world.cluster);
      const voters = (m: Moment): unknown => health(m).quorum.voters.map(({ id, directory }) => [id, directory]);
      expect(voters(end)).toEqual(voters(whole));
    });
  }, 60_000);
});
