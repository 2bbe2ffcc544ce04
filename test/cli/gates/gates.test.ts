import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { gateNamed, gateNames } from "../../../cli/gates";
import { clusterOf, type Facts, observedOf, target } from "../world";

interface Case {
  readonly gate: string;
  readonly node?: number;
  readonly also?: readonly number[];
  readonly baseline?: readonly string[];
  readonly target?: { version: string; config: string };
  readonly accepted?: Record<string, string>;
  readonly givenUp?: readonly number[];
  readonly now?: number;
  readonly facts?: Facts;
  readonly answer: "ok" | { reason: string; left: number; never?: boolean };
}

const folder = join(__dirname, "cases");
const files = readdirSync(folder);

describe("a gate", () => {
  it.each(files)("%s", (file) => {
    const {
      gate,
      facts,
      node: id,
      baseline,
      target: to,
      answer,
      ...c
    } = parse(readFileSync(join(folder, file), "utf8")) as Case;
    const cluster = clusterOf(facts);
    const node = cluster.nodes.find((n) => n.id === id);
    const verdict = gateNamed(gate).ask({
      ...c,
      cluster,
      observed: observedOf(facts),
      ...(node === undefined ? {} : { node }),
      ...(baseline === undefined ? {} : { baseline: { underReplicated: baseline } }),
      ...(to === undefined ? {} : { target: { ...target, ...to } }),
    });
    expect(verdict).toEqual(answer === "ok" ? { ok: true } : { ok: false, never: false, ...answer });
  });

  it("has a case that opens it and one that shuts it", () => {
    for (const name of gateNames) {
      const own = files.filter((f) => f.startsWith(`${name}.`));
      const answers = own.map((f) => (parse(readFileSync(join(folder, f), "utf8")) as Case).answer === "ok");
      expect(answers, name).toContain(true);
      expect(answers, name).toContain(false);
    }
  });
});
