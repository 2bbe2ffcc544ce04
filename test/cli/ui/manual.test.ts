import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePlaybook } from "../../../cli/decide/parse-playbook";
import { gateNames } from "../../../cli/gates";
import { stepNames } from "../../../cli/steps";
import { playbookManual } from "../../../cli/ui/playbook-manual";
import { renewed } from "../../../scripts/renewed";

const read = (file: string): string => readFileSync(file, "utf8");

describe("the manual of playbooks", () => {
  it("names every step and every gate that there is", () => {
    const manual = playbookManual();
    for (const name of [...stepNames, ...gateNames]) expect(manual).toContain(`| \`${name}\` `);
  });

  it("its example is a playbook, and so is what it has in comments", () => {
    const [, example = ""] = /```yaml\n(.*?)\n```/s.exec(playbookManual()) ?? [];
    expect(parsePlaybook("example", example).node.steps.map(({ name }) => name)).toEqual(
      stepNames.filter((name) => name !== "run"),
    );
    const commented = example.replace(/^( *)# (hooks:| {2}\w+: \{ run:|- run: \[| {2}within:| {2}gates:)/gm, "$1$2");
    const playbook = parsePlaybook("example", commented);
    expect(playbook.hooks?.before?.run[0]).toMatch(/^\//);
    expect(playbook.node.steps.some(({ name, argv = [] }) => name === "run" && argv.length > 0)).toBe(true);
  });

  it.each(renewed(read))(
    "$file is as the code says; renew it: npx tsx --conditions=source scripts/manual.ts",
    ({ file, text }) => {
      expect(read(file)).toBe(text);
    },
  );
});
