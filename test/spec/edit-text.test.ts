import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BadInput, type Edit, editText } from "../../spec";

const folder = join(__dirname, "cases", "edit");

/** Bytes that editors and version control do not keep are spelled out in the cases. */
const bytes = (text: string): string =>
  text.replaceAll("␍", "\r").replaceAll("␉", "\t").replaceAll("␛", "\ufeff").replace(/␄\n?$/, "");

/** A case: its edits, then the text, in which ⟦old→new⟧ are the only bytes that change. */
const readCase = (name: string) => {
  const [head = "", body = ""] = readFileSync(join(folder, name), "utf8").split(/-----\n([\s\S]*)/);
  const lines = head.split("\n").filter((line) => line !== "");
  const of = (verb: string) => lines.filter((line) => line.startsWith(verb)).map((line) => line.slice(verb.length));
  return {
    edits: of("edit ").map((line) => JSON.parse(line) as Edit),
    refusal: of("refuse ").map((line) => JSON.parse(line) as { line: number; what: string })[0],
    input: bytes(body).replace(/⟦(.*?)→(.*?)⟧/g, "$1"),
    output: bytes(body).replace(/⟦(.*?)→(.*?)⟧/g, "$2"),
  };
};

const cases = readdirSync(folder).sort();

describe("editText", () => {
  it("has a corpus", () => {
    expect(cases.length).toBeGreaterThan(100);
  });

  it.each(cases)("%s", (name) => {
    const { edits, refusal, input, output } = readCase(name);
    if (refusal === undefined) {
      expect(editText(input, edits)).toBe(output);
      return;
    }
    try {
      editText(input, edits, "a.yaml");
    } catch (error) {
      expect(error).toBeInstanceOf(BadInput);
      const [mistake] = (error as BadInput).mistakes;
      expect(mistake).toMatchObject({ file: "a.yaml", line: refusal.line });
      expect((mistake as { what: string }).what).toContain(refusal.what);
      return;
    }
    expect.unreachable("was not refused");
  });
});
