import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BadInput, parseCluster } from "../../spec";
import { fixtures } from "./fixture";

const read = (...path: string[]): string => readFileSync(join(fixtures, ...path), "utf8");
const configs = new Map(
  readdirSync(join(fixtures, "configs", "kafka-small")).map((word) => [word, read("configs", "kafka-small", word)]),
);

/** Cuts a piece out of a text and puts another in. */
const damage = fc.record({
  at: fc.nat(),
  cut: fc.integer({ min: 0, max: 40 }),
  put: fc.oneof(
    fc.string({ maxLength: 4 }),
    fc.constantFrom(
      "",
      "\n",
      ": ",
      "- ",
      "{",
      "}",
      "[]",
      "&a ",
      "*a",
      "!!x ",
      "\t",
      "null",
      "~",
      "'",
      '"',
      "|\n",
      "0",
      "1e9",
      "__proto__: 1\n",
    ),
  ),
});

const damaged = (text: string, damages: readonly (typeof damage extends fc.Arbitrary<infer T> ? T : never)[]): string =>
  damages.reduce((before, { at, cut, put }) => {
    const start = at % before.length;
    return before.slice(0, start) + put + before.slice(start + cut);
  }, text);

const outcome = (text: string, placesText: string): unknown => {
  try {
    parseCluster({
      file: "kafka-small.yaml",
      text,
      placesFile: "places.yaml",
      placesText,
      configs,
      versions: ["4.1.1"],
    });
    return "good";
  } catch (error) {
    return error instanceof BadInput ? error.mistakes : error;
  }
};

describe("parseCluster, given anything", () => {
  it.each(["cluster", "places"])("answers, or names mistakes with their line: a damaged %s file", (which) => {
    const cluster = read("kafka-small.yaml");
    const places = read("places.yaml");
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        const result =
          which === "cluster" ? outcome(damaged(cluster, damages), places) : outcome(cluster, damaged(places, damages));
        if (result === "good") return;
        expect(Array.isArray(result), String(result)).toBe(true);
        for (const mistake of result as { line: number; column: number; what: string }[]) {
          expect(mistake.line).toBeGreaterThan(0);
          expect(mistake.column).toBeGreaterThan(0);
          expect(mistake.what).not.toBe("");
        }
      }),
      { numRuns: 200 },
    );
  });
});
