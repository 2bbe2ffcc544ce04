import type { Cluster } from "../../../spec/cluster";
import { advance, type Stepped, withUndo } from "../../decide/advance";
import { stepGates, untilGates } from "../../decide/asked";
import { decide } from "../../decide/decide";
import type { Decision, StepAct } from "../../decide/decision";
import { departure } from "../../decide/departure";
import type { Journal, Undo } from "../../decide/journal";
import { noteBehind } from "../../decide/note-behind";
import { type Plan, plannedNodes } from "../../decide/plan";
import type { AfterStep, Playbook } from "../../decide/playbook";
import { simulate } from "../../decide/simulate";
import type { Limits, World } from "../../decide/world";
import type { Observed } from "../../facts/observed";
import type { Target } from "../../facts/target";
import type { Call } from "../../steps/step";
import { Failure } from "../failure";
import { endedBy } from "./ended-by";

/** What a call came to. */
export type CallAnswer =
  | { readonly answer: "done"; readonly changed: boolean }
  | { readonly answer: "refused" | "failed"; readonly reason: string }
  /** The connection was lost or the time was up: what happened is not known, and it is asked again. */
  | { readonly answer: "none"; readonly reason: string };

/** What to look at: everything, or Kafka and these nodes alone. */
export interface Look {
  readonly only?: { readonly nodes: readonly number[]; readonly before: Observed };
  /** The cloud is asked anew, too, because something was changed there. */
  readonly cloud?: boolean;
}

/** The world outside, as the loop touches it. */
export interface Hands {
  /** The cluster file as it is now, and what its top asks for. */
  read(): { cluster: Cluster; top: Readonly<Record<string, string>> };
  observe(look?: Look): Promise<Observed>;
  /** @param keep writes down a setting before it is changed */
  call(node: number, call: Call, keep: (undo: Undo) => Promise<void>): Promise<CallAnswer>;
  putBack(undo: Undo): Promise<void>;
  label(node: number, target: Target): Promise<void>;
  record(node: number, from: Target, to: Target): Promise<void>;
  after(step: AfterStep): Promise<void>;
  /** Before anything more is done. */
  save(journal: Journal): Promise<void>;
  /** In a moment, while the roll goes on. */
  saveSoon(journal: Journal): void;
  /** Why this roll may not go on (a lost lease, an interrupt), asked before every act. */
  hold(): { readonly code: 3 | 4; readonly reason: string; readonly finishNode: boolean } | undefined;
  sleep(milliseconds: number): Promise<void>;
  now(): number;
  tell(event: RollEvent): void;
}

/** What happens in a roll, as the terminal, a pipe and `--json` show it. */
export type RollEvent =
  | {
      readonly event: "decided";
      readonly at: number;
      readonly decision: Decision;
      readonly journal: Journal;
      readonly observed: Observed;
    }
  /** A decision, or one step of one node, was carried out. */
  | {
      readonly event: "did";
      readonly at: number;
      readonly decision: Decision;
      readonly act?: StepAct;
      readonly took: number;
      readonly changed: boolean;
    }
  | { readonly event: "no-answer"; readonly at: number; readonly act: StepAct; readonly reason: string }
  | { readonly event: "departed"; readonly at: number; readonly text: string };

/** How a roll ended. */
export interface RollEnd {
  /** 0 done, 1 failed, 3 refused, 4 paused. */
  readonly code: 0 | 1 | 3 | 4;
  readonly reason?: string;
  readonly gate?: string;
  readonly node?: number;
  readonly journal: Journal;
  /** As it was seen last. */
  readonly observed: Observed;
}

export interface RollCourse {
  readonly journal: Journal;
  readonly playbook: Playbook;
  readonly limits: Limits;
  /** The plan that was shown; where the roll departs from it, it says so. */
  readonly foreseen: Plan;
  readonly checksums: Readonly<Record<string, string>>;
}

/** Milliseconds that a look may be old when a step's gates are asked. */
const youngEnough = 5000;

/** Observe, decide, act, record, until there is nothing left to do. */
export async function rollLoop(course: RollCourse, hands: Hands): Promise<RollEnd> {
  return new Rolling(course, hands).go();
}

type Ended = Pick<RollEnd, "code" | "reason" | "gate" | "node">;

class Rolling {
  #journal: Journal;
  #observed!: Observed;
  /** Whether everything was looked at since the last thing that was done. */
  #fresh = false;
  #file: ReturnType<Hands["read"]>;
  readonly #taken: number[] = [];

  constructor(
    private readonly course: RollCourse,
    private readonly hands: Hands,
  ) {
    this.#journal = course.journal;
    this.#file = hands.read();
  }

  async go(): Promise<RollEnd> {
    await this.#look();
    for (;;) {
      // What is thrown ends the roll as well as what is answered: it has nodes in hand to tell of, and settings to put back.
      const end = await this.#turn().catch(endedBy);
      if (end === undefined) continue;
      await this.#putBackAll();
      return { ...end, journal: this.#journal, observed: this.#observed };
    }
  }

  /** One decision, carried out; how the roll ended, when it did. */
  async #turn(): Promise<Ended | undefined> {
    const { hands } = this;
    this.#readAgain();
    const world = this.#world();
    const decision = decide(world);
    const held = hands.hold();
    if (held !== undefined && !(held.finishNode && this.#journal.batch !== undefined && decision.do !== "stop"))
      return { code: held.code, reason: held.reason };
    if (decision.do === "step" && this.#isTooOldFor(decision)) {
      await this.#look();
      return undefined;
    }
    this.#depart(decision);
    const began = hands.now();
    // A node that is not written down is not taken.
    if (decision.do === "take") await hands.save(advance(this.#journal, decision, began));
    hands.tell({ event: "decided", at: hands.now(), decision, journal: this.#journal, observed: this.#observed });
    if (decision.do === "done") return { code: 0 };
    if (decision.do === "pause") return { code: 4, reason: decision.reason };
    if (decision.do === "stop") {
      const { code, reason, gate, node } = decision;
      return { code, reason, ...(gate === undefined ? {} : { gate }), ...(node === undefined ? {} : { node }) };
    }
    if (decision.do === "step") return this.#step(decision, world);
    const failed = await this.#act(decision);
    if (failed !== undefined) return failed;
    const ended = decision.do === "take" ? began : hands.now();
    this.#journal = advance(this.#journal, decision, ended);
    hands.tell({ event: "did", at: ended, decision, took: ended - began, changed: true });
    // What a later sitting acts on is written down before anything more is done.
    if (decision.do === "put-back" || decision.do === "after") await hands.save(this.#journal);
    else if (decision.do === "finish") hands.saveSoon(this.#journal);
    this.#fresh = false;
    await this.#lookAfter(decision, world);
    return undefined;
  }

  #world(): World {
    const { playbook, limits, checksums } = this.course;
    const now = this.hands.now();
    return { ...this.#file, observed: this.#observed, playbook, limits, journal: this.#journal, checksums, now };
  }

  /** While a node is in hand a file that cannot be read for a moment does not leave it half-done. */
  #readAgain(): void {
    try {
      this.#file = this.hands.read();
    } catch (error) {
      if (this.#journal.batch === undefined) throw error;
    }
  }

  #isTooOldFor({ acts }: Extract<Decision, { do: "step" }>): boolean {
    const { steps } = this.course.playbook.node;
    if (!acts.some(({ index }) => stepGates(steps[index]).length > 0)) return false;
    return !this.#fresh || this.hands.now() - this.#observed.at > youngEnough;
  }

  async #look(look: Look = {}): Promise<void> {
    this.#observed = await this.hands.observe(look);
    this.#fresh = look.only === undefined;
    this.#journal = noteBehind(this.#journal, this.#observed, this.hands.now());
  }

  /** Every member's step at once, each on its own node. */
  async #step(decision: Extract<Decision, { do: "step" }>, world: World): Promise<Ended | undefined> {
    const results = await Promise.all(decision.acts.map((act) => this.#actOn(decision, act)));
    const now = this.hands.now();
    const stepped = results.filter((result) => result.end === undefined);
    this.#journal = advance(this.#journal, decision, now, stepped);
    const failed = results.find((result) => result.end !== undefined)?.end;
    // That a step is done is for the history: nodes in hand begin anew when a roll is gone on with.
    this.hands.saveSoon(this.#journal);
    this.#fresh = false;
    const unknown = results.some((result) => result.outcome === "no-answer");
    // The host's own answer is believed for what no gate looks at; the next gate makes all be read anew.
    if (failed === undefined && !unknown && decision.acts.every(({ step }) => isForeseeable(step))) {
      this.#observed = simulate(world.cluster, this.#observed, decision).observed;
      // What was led and held by a broker that has stopped is behind from now on, looked at or not.
      this.#journal = noteBehind(this.#journal, this.#observed, now);
    } else await this.#look({ cloud: decision.acts.some(({ calls }) => calls.some((call) => call.at === "cloud")) });
    return failed;
  }

  async #actOn(decision: Decision, act: StepAct): Promise<Stepped & { readonly end?: Ended }> {
    const { hands } = this;
    const began = hands.now();
    let changed = false;
    for (const call of act.calls) {
      const answer = await hands.call(act.node, call, (undo) => this.#keep(undo));
      const took = hands.now() - began;
      if (answer.answer === "done") {
        changed ||= answer.changed;
        continue;
      }
      if (answer.answer === "none") {
        hands.tell({ event: "no-answer", at: hands.now(), act, reason: answer.reason });
        return { node: act.node, outcome: "no-answer", began, took };
      }
      const reason = `${act.step} on node ${act.node}: ${answer.reason}`;
      const end = { code: answer.answer === "refused" ? 3 : 1, node: act.node, reason } as const;
      return { node: act.node, outcome: "done", began, took, end };
    }
    const at = hands.now();
    hands.tell({ event: "did", at, decision, act, took: at - began, changed });
    return { node: act.node, outcome: "done", began, took: at - began };
  }

  async #act(decision: Exclude<Decision, { do: "done" | "stop" | "pause" | "step" }>): Promise<Ended | undefined> {
    const { hands } = this;
    switch (decision.do) {
      case "take":
        this.#taken.push(...decision.nodes.map(({ node }) => node));
        return undefined;
      case "finish":
        return undefined;
      case "wait":
      case "read":
      case "bake":
        await hands.sleep(this.course.playbook.node.until.every);
        return undefined;
      case "label":
        await hands.label(decision.node, decision.target).catch(toSay(`node ${decision.node} was not labelled`));
        return undefined;
      case "record":
        await hands
          .record(decision.node, decision.from, decision.to)
          .catch(toSay(`node ${decision.node} was not recorded`));
        return undefined;
      case "after":
        await hands.after(decision.step);
        return undefined;
      case "put-back":
        try {
          await hands.putBack(decision.undo);
          return undefined;
        } catch (error) {
          return { code: 1, reason: `${describeUndo(decision.undo)} was not put back: ${(error as Error).message}` };
        }
    }
  }

  async #lookAfter(decision: Decision, world: World): Promise<void> {
    switch (decision.do) {
      case "read":
      case "bake":
        return this.#look({ only: { nodes: decision.nodes, before: this.#observed } });
      case "wait": {
        const { gate, node } = decision.waiting;
        const near = node !== undefined && [...untilGates(this.course.playbook), "node-answers"].includes(gate);
        const nodes = this.#journal.batch?.members.map(({ id }) => id) ?? [];
        return this.#look(near ? { only: { nodes, before: this.#observed } } : {});
      }
      case "after":
        return this.#look();
      case "take":
      case "put-back":
      case "label":
      case "record":
      case "finish":
      case "step":
      case "pause":
      case "stop":
      case "done":
        this.#observed = simulate(world.cluster, this.#observed, decision).observed;
    }
  }

  /** Written down before it is changed. */
  async #keep(undo: Undo): Promise<void> {
    this.#journal = withUndo(this.#journal, undo);
    await this.hands.save(this.#journal);
  }

  #depart(decision: Decision): void {
    const text = departure(this.course.foreseen, this.#taken, decision);
    if (text === undefined || plannedNodes(this.course.foreseen).length === 0) return;
    const at = this.hands.now();
    this.#journal = { ...this.#journal, departures: [...this.#journal.departures, { at, text }] };
    this.hands.tell({ event: "departed", at, text });
  }

  /** On every way out. What cannot be put back now stays written down for whoever goes on. */
  async #putBackAll(): Promise<void> {
    // Whoever has the lease by now puts back, and may be changing the very same.
    if (this.hands.hold()?.code === 3) return;
    for (const undo of this.#journal.undo.toReversed()) {
      if (undo.what === "hook") continue;
      const decision: Decision = { do: "put-back", undo };
      const began = this.hands.now();
      try {
        await this.hands.putBack(undo);
      } catch {
        continue;
      }
      const at = this.hands.now();
      this.#journal = advance(this.#journal, decision, at);
      this.hands.tell({ event: "did", at, decision, took: at - began, changed: true });
    }
  }
}

/** Goes on with what was thrown, with the words before it. */
const toSay =
  (what: string) =>
  (error: unknown): never => {
    const message = `${what}: ${error instanceof Error ? error.message : String(error)}`;
    throw new Failure(message, error instanceof Failure ? error.code : 1);
  };

/** Steps of which the host's own answer says all that comes of them. */
const isForeseeable = (step: string): boolean => ["fetch", "stop", "install", "configure", "run"].includes(step);

/** A setting to be put back, as an operator reads it. */
export const describeUndo = (undo: Undo): string => {
  switch (undo.what) {
    case "protection":
      return `the protection of node ${undo.node}'s instance`;
    case "hook":
      return "what the hook before the roll began";
  }
};
