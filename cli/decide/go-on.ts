import { resume } from "./advance";
import type { Journal } from "./journal";

/** What an operator asked for, as far as it can contradict a roll that is under way. */
export interface Asked {
  readonly kind: Journal["kind"];
  readonly top: Readonly<Record<string, string>>;
  readonly only?: readonly number[];
  readonly restart: boolean;
  readonly retarget: boolean;
  readonly overrides: Readonly<Record<string, string>>;
  readonly accepted: Readonly<Record<string, string>>;
}

/** Go on with the roll that is under way, begin a new one, or refuse with a reason. */
export type Course = { readonly journal: Journal } | "begin" | { readonly refused: string };

/** A roll that was broken off is gone on with, towards the target that it was pinned to. */
export function goOn(stored: Journal | undefined, asked: Asked): Course {
  if (stored === undefined || asked.retarget) return "begin";
  const name = `${stored.kind} ${stored.id} of ${stored.by}`;
  if (stored.kind !== asked.kind)
    return stored.kind === "roll"
      ? "begin"
      : { refused: `${name} is under way; go on with dataops rollback, or give it up with --retarget` };
  const changed = Object.keys({ ...stored.top, ...asked.top }).filter((key) => stored.top[key] !== asked.top[key]);
  if (changed.length > 0) {
    const values = changed.map(
      (key) => `${key}: pinned ${stored.top[key] ?? "nothing"}, now ${asked.top[key] ?? "nothing"}`,
    );
    return {
      refused: `${name} is under way to another target (${values.join("; ")}); put the file back, or give that target up with --retarget`,
    };
  }
  const nodes = Object.keys(stored.targets).map(Number);
  const others = asked.only !== undefined && [...asked.only].sort(byNumber).join() !== nodes.sort(byNumber).join();
  if (others || (asked.restart && stored.restart === undefined))
    return {
      refused: `${name} is under way over nodes ${nodes.join(", ")}; run it again without --only and --restart, or give it up with --retarget`,
    };
  return {
    journal: resume({
      ...stored,
      overrides: { ...stored.overrides, ...asked.overrides },
      accepted: { ...stored.accepted, ...asked.accepted },
    }),
  };
}

const byNumber = (a: number, b: number): number => a - b;
