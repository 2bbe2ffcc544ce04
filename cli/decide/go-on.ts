import { resume } from "./advance";
import type { Journal } from "./journal";

/** What an operator asked for, as far as it can contradict a roll that is under way. */
export interface Asked {
  readonly kind: Journal["kind"];
  readonly top: Readonly<Record<string, string>>;
  readonly only?: readonly number[];
  readonly restart: boolean;
  /** The node whose machine is given up. */
  readonly replace?: number;
  readonly lostDisk: boolean;
  /** By name; absent: the one that the roll was begun with. */
  readonly playbook?: string;
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
  const others = contradictions(stored, asked);
  if (others.length > 0)
    return {
      refused: `${name} is under way, begun otherwise (${others.join("; ")}); go on with dataops ${stored.kind} ${stored.cluster}, or give it up with --retarget`,
    };
  return {
    journal: resume({
      ...stored,
      overrides: { ...stored.overrides, ...asked.overrides },
      accepted: { ...stored.accepted, ...asked.accepted },
    }),
  };
}

/** What is asked for otherwise than the roll was begun with. What is not asked for contradicts nothing. */
function contradictions(stored: Journal, { only, restart, replace, lostDisk, playbook }: Asked): string[] {
  const [given] = Object.entries(stored.replace ?? {});
  const pairs: readonly (readonly [what: string, pinned: string, asked: string | undefined])[] = [
    ["nodes", listed(Object.keys(stored.targets).map(Number)), only && listed(only)],
    ["--restart", stored.restart === undefined ? "without" : "with", restart ? "with" : undefined],
    [
      "--replace",
      given === undefined ? "nothing" : replaced(given[0], given[1].lostDisk),
      replace === undefined ? undefined : replaced(replace, lostDisk),
    ],
    ["playbook", stored.playbook, playbook],
  ];
  return pairs
    .filter(([, pinned, asked]) => asked !== undefined && asked !== pinned)
    .map(([what, pinned, asked]) => `${what}: pinned ${pinned}, asked ${asked}`);
}

const listed = (ids: readonly number[]): string => ids.toSorted(byNumber).join(", ");

const replaced = (id: number | string, lostDisk: boolean): string => `${id}${lostDisk ? " with --lost-disk" : ""}`;

const byNumber = (a: number, b: number): number => a - b;
