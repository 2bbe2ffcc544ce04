import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { gateNamed, gateNames } from "../../../cli/gates";
import { clusterOf, type Facts, observedOf } from "../world";

interface Case {
  readonly gate: string;
  readonly node?: number;
  readonly baseline?: readonly string[];
  readonly target?: { version: string; config: string };
  readonly facts?: Facts;
  readonly answer: "ok" | { reason: string; left: number; never?: boolean };
}

const folder = join(__dirname, "cases");
const files = readdirSync(folder);

describe("a gate", () => {
  it.each(files)("%s", (file) => {
    const c = parse(readFileSync(join(folder, file), "utf8")) as Case;
    const cluster = clusterOf(c.facts);
    const node = cluster.nodes.find((n) => n.id === c.node);
    const verdict = gateNamed(c.gate).ask({
      cluster,
      observed: observedOf(c.facts),
      ...(node === undefined ? {} : { node }),
      ...(c.baseline === undefined ? {} : { baseline: { underReplicated: c.baseline } }),
      ...(c.target === undefined ? {} : { target: c.target }),
    });
    expect(verdict).toEqual(c.answer === "ok" ? { ok: true } : { ok: false, never: false, ...c.answer });
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
