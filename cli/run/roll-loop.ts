import type { Cluster } from "../../spec/cluster";
import { advance, type Outcome } from "../decide/advance";
import { afterwards, type Decision, decide, type World } from "../decide/decide";
import type { Journal } from "../decide/journal";
import type { AfterStep, Playbook } from "../decide/playbook";
import { simulate } from "../decide/simulate";
import type { Observed } from "../facts/observed";
import type { Target } from "../facts/target";
import { stepNamed } from "../steps";
import type { HostCall } from "../steps/step";

/** What a verb of the host program came to. */
export type CallAnswer =
  | { readonly answer: "done"; readonly changed: boolean }
  | { readonly answer: "refused" | "failed"; readonly reason: string }
  /** The connection was lost or the time was up: what happened is not known, and the verb is asked again. */
  | { readonly answer: "none"; readonly reason: string };

/** The world outside, as the loop touches it. */
export interface Hands {
  /** The cluster file as it is now, and what its top asks for. */
  read(): { cluster: Cluster; top: Readonly<Record<string, string>> };
  /** Look at everything, or at Kafka and one node alone. */
  observe(only?: { readonly node: number; readonly before: Observed }): Promise<Observed>;
  call(node: number, call: HostCall): Promise<CallAnswer>;
  label(node: number, target: Target): Promise<void>;
  record(node: number, from: Target, to: Target): Promise<void>;
  after(step: AfterStep): Promise<void>;
  save(journal: Journal): Promise<void>;
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
  | {
      readonly event: "did";
      readonly at: number;
      readonly decision: Decision;
      readonly took: number;
      readonly changed: boolean;
    }
  | { readonly event: "no-answer"; readonly at: number; readonly decision: Decision; readonly reason: string };

/** How a roll ended. */
export interface RollEnd {
  /** 0 done, 1 failed, 3 refused, 4 paused. */
  readonly code: 0 | 1 | 3 | 4;
  readonly reason?: string;
  readonly gate?: string;
  readonly node?: number;
  readonly journal: Journal;
}

/** Observe, decide, act, record, until there is nothing left to do. */
export async function rollLoop(
  start: Journal,
  playbook: Playbook,
  checksums: Readonly<Record<string, string>>,
  hands: Hands,
): Promise<RollEnd> {
  let journal = start;
  let observed = await hands.observe();
  // Whether everything was looked at since the last thing that was done.
  let fresh = true;
  let file = hands.read();
  for (;;) {
    file = readAgain(hands, file, journal.inHand !== undefined);
    const world: World = { ...file, observed, playbook, journal, checksums, now: hands.now() };
    const decision = decide(world);
    const held = hands.hold();
    if (held !== undefined && !(held.finishNode && journal.inHand !== undefined && decision.do !== "stop"))
      return { code: held.code, reason: held.reason, journal };
    if (decision.do === "step" && stepNamed(decision.step).gates.length > 0 && !fresh) {
      observed = await hands.observe();
      fresh = true;
      continue;
    }
    hands.tell({ event: "decided", at: hands.now(), decision, journal, observed });
    if (decision.do === "done") return { code: 0, journal };
    if (decision.do === "stop") return { ...decision, journal };

    const began = hands.now();
    const did = await act(decision, hands, playbook);
    if (did.end !== undefined) return { ...did.end, journal };
    const ended = hands.now();
    if (did.outcome === "no-answer") hands.tell({ event: "no-answer", at: ended, decision, reason: did.reason ?? "" });
    else hands.tell({ event: "did", at: ended, decision, took: ended - began, changed: did.changed });
    journal = advance(journal, decision, did.outcome, ended, ended - began);
    if (decision.do !== "wait" && decision.do !== "read") await hands.save(journal);
    fresh = false;
    switch (lookAfter(decision, did.outcome)) {
      case "all":
        observed = await hands.observe();
        fresh = true;
        break;
      case "node":
        if ("node" in decision && decision.node !== undefined)
          observed = await hands.observe({ node: decision.node, before: observed });
        break;
      case "none":
        // The host's own answer is believed for what no gate looks at; the next gate makes all be read anew.
        observed = simulate(world.cluster, observed, decision).observed;
    }
  }
}

type File = ReturnType<Hands["read"]>;

/** The file as it is now; while a node is in hand a file that cannot be read for a moment does not leave it half-done. */
function readAgain(hands: Hands, before: File, inHand: boolean): File {
  try {
    return hands.read();
  } catch (error) {
    if (inHand) return before;
    throw error;
  }
}

/** How much must be read again after something was done. */
function lookAfter(decision: Decision, outcome: Outcome): "all" | "node" | "none" {
  if (outcome === "no-answer") return "all";
  switch (decision.do) {
    case "take":
    case "record":
    case "finish":
    case "label":
    case "done":
    case "stop":
      return "none";
    case "step":
      return decision.step === "start" ? "all" : "none";
    case "read":
      return "node";
    case "wait":
      return (afterwards as readonly string[]).includes(decision.waiting.gate) ? "node" : "all";
    case "after":
      return "all";
  }
}

interface Did {
  readonly outcome: Outcome;
  readonly changed: boolean;
  readonly reason?: string;
  readonly end?: Omit<RollEnd, "journal">;
}

async function act(
  decision: Exclude<Decision, { do: "done" | "stop" }>,
  hands: Hands,
  playbook: Playbook,
): Promise<Did> {
  const done: Did = { outcome: "done", changed: true };
  switch (decision.do) {
    case "take":
    case "finish":
      return done;
    case "wait":
    case "read":
      await hands.sleep(playbook.node.until.every);
      return done;
    case "label":
      await hands.label(decision.node, decision.target);
      return done;
    case "record":
      await hands.record(decision.node, decision.from, decision.to);
      return done;
    case "after":
      await hands.after(decision.step);
      return done;
    case "step": {
      const answer = await hands.call(decision.node, decision.call);
      switch (answer.answer) {
        case "done":
          return { outcome: "done", changed: answer.changed };
        case "none":
          return { outcome: "no-answer", changed: false, reason: answer.reason };
        case "refused":
        case "failed":
          return {
            outcome: "done",
            changed: false,
            end: {
              code: answer.answer === "refused" ? 3 : 1,
              node: decision.node,
              reason: `${decision.step} on node ${decision.node}: ${answer.reason}`,
            },
          };
      }
    }
  }
}
