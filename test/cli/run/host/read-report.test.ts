import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readReport } from "../../../../cli/run/host/read-report";
import type { Answer } from "../../../../cli/run/ssh/transport";

const folder = join(__dirname, "cases", "read-report");
const node = { id: 11, pool: "brokers", zone: "euw1-az1", address: "10.77.1.21", generation: 1 };

describe("a node's report", () => {
  it.each(readdirSync(folder))("%s", (name) => {
    const found = JSON.parse(readFileSync(join(folder, name), "utf8")) as {
      answer: Answer & { json?: unknown };
      expect: unknown;
    };
    const { json, ...answer } = found.answer;
    const stdout = json === undefined ? answer.stdout : `${answer.stdout}${JSON.stringify(json)}\n`;
    expect(readReport(node, { ...answer, stdout })).toEqual(found.expect === "the json" ? json : found.expect);
  });
});
