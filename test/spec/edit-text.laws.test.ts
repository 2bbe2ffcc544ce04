import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { editText } from "../../spec";

const word = fc.stringMatching(/^[k-z]{1,8}$/);
const value = fc.oneof(word, fc.stringMatching(/^[0-9]\.[0-9]\.[0-9]$/), fc.string({ minLength: 1, maxLength: 12 }));
const blank = fc.constantFrom("", " ", "  ", "      ");
const comment = fc.constantFrom("", " # c", '   # it\'s {odd}: "here"', " #3.9.1");
const quote = fc.constantFrom("plain", "single", "double");

/** A value as someone may have written it; what cannot stand plain or single is in double quotes. */
const written = (text: string, style: string): string => {
  if (style === "plain" && /^[k-z0-9][k-z0-9. ]*[k-z0-9]$/.test(text)) return text;
  return style === "single" && /^[\x20-\x7e]*$/.test(text) ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
};

const entry = fc.record({ value, style: quote, before: blank, after: blank, comment, flow: fc.boolean() });
const layout = fc.record({
  entries: fc.array(entry, { minLength: 1, maxLength: 8 }),
  end: fc.constantFrom("\n", "\r\n"),
  gap: fc.constantFrom("", "\n", "\n# between\n\n"),
  indent: fc.integer({ min: 1, max: 6 }),
});

const textOf = ({ entries, end, gap, indent }: typeof layout extends fc.Arbitrary<infer T> ? T : never): string =>
  entries
    .map(({ value, style, before, after, comment, flow }, i) => {
      const scalar = written(value, style);
      const line = flow
        ? `n${i}: { v: ${before}${scalar}${after}, w: 1 }${comment}`
        : `n${i}:\n${" ".repeat(indent)}v: ${before}${scalar}${after}${comment}\n${" ".repeat(indent)}w: 1`;
      return `${line}\n${gap}`;
    })
    .join("")
    .replaceAll("\n", end);

/** What can be written into a line at all. */
const writable = fc.oneof(
  word,
  fc.stringMatching(/^[\x20-\x7e]{1,20}$/),
  fc.constantFrom("1e3", "0x1", "null", "~", "[a", "a: b", "a #b", "é"),
);

describe("editText, as laws", () => {
  it("changes the value it was asked to change, and no line beside", () => {
    fc.assert(
      fc.property(layout, fc.nat(), writable, (shape, pick, to) => {
        const text = textOf(shape);
        const at = pick % shape.entries.length;
        const from = shape.entries[at]?.value ?? "";
        fc.pre(parse(text, { schema: "failsafe" })[`n${at}`].v === from);
        const edited = editText(text, [{ path: [`n${at}`, "v"], from, to }]);

        const before = text.split("\n");
        const after = edited.split("\n");
        expect(after).toHaveLength(before.length);
        const changed = after.filter((line, i) => line !== before[i]);
        expect(changed.length).toBeLessThanOrEqual(from === to ? 0 : 1);
        const values = parse(text, { schema: "failsafe" });
        values[`n${at}`].v = to;
        expect(parse(edited, { schema: "failsafe" })).toEqual(values);
      }),
      { numRuns: 500 },
    );
  });

  it("is undone by the edit back, but for quotes it had to add", () => {
    fc.assert(
      fc.property(layout, fc.nat(), word, (shape, pick, to) => {
        const text = textOf(shape);
        const at = pick % shape.entries.length;
        const from = shape.entries[at]?.value ?? "";
        fc.pre(/^[k-z]+$/.test(from));
        const path = [`n${at}`, "v"];
        expect(editText(editText(text, [{ path, from, to }]), [{ path, from: to, to: from }])).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  it("refuses, and never answers, when the old value is another", () => {
    fc.assert(
      fc.property(layout, word, (shape, to) => {
        const from = `${shape.entries[0]?.value}x`;
        expect(() => editText(textOf(shape), [{ path: ["n0", "v"], from, to }])).toThrow("another value than expected");
      }),
      { numRuns: 100 },
    );
  });
});
