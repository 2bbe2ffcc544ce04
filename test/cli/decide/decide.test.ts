import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { decide } from "../../../cli/decide/decide";
import type { Journal } from "../../../cli/decide/journal";
import type { Limits } from "../../../cli/decide/world";
import { batchOf, type Facts, type Hand, worldOf } from "../world";

interface Case {
  readonly facts?: Facts;
  readonly journal?: Partial<Journal>;
  /** The node in hand. */
  readonly hand?: Hand;
  readonly limits?: Partial<Limits>;
  /** Over the top that the roll was pinned to. */
  readonly top?: Record<string, string>;
  readonly version?: string;
  readonly image?: string;
  readonly type?: string;
  readonly disk?: string;
  /** Milliseconds since the epoch. */
  readonly now?: number;
  /** What must stand in the decision; the rest may be anything. */
  readonly decision: Record<string, unknown>;
}

const folder = join(__dirname, "cases");

describe("a roll decides", () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith(".yaml")))("%s", (file) => {
    const { facts, journal, hand, top, decision, ...circumstances } = parse(
      readFileSync(join(folder, file), "utf8"),
    ) as Case;
    const batch = hand === undefined ? {} : { batch: batchOf(hand) };
    const world = worldOf(facts, { ...journal, ...batch }, circumstances);
    expect(decide({ ...world, top: { ...world.top, ...top } })).toMatchObject(decision);
  });
});
