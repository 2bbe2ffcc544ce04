import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { decide } from "../../../cli/decide/decide";
import type { Journal } from "../../../cli/decide/journal";
import { type Facts, worldOf } from "../world";

interface Case {
  readonly facts?: Facts;
  readonly journal?: Partial<Journal>;
  readonly top?: Record<string, string>;
  readonly version?: string;
  /** Milliseconds since the epoch. */
  readonly now?: number;
  /** What must stand in the decision; the rest may be anything. */
  readonly decision: Record<string, unknown>;
}

const folder = join(__dirname, "cases");

describe("a roll decides", () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith(".yaml")))("%s", (file) => {
    const c = parse(readFileSync(join(folder, file), "utf8")) as Case;
    const world = worldOf(c.facts, c.journal, c.version);
    const decision = decide({ ...world, top: { ...world.top, ...c.top }, now: c.now ?? world.now });
    expect(decision).toMatchObject(c.decision);
  });
});
