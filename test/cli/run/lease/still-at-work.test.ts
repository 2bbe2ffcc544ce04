import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stillAtWork } from "../../../../cli/run/lease/still-at-work";
import { packageRoot } from "../../../../spec";

const said = "another verb is at work on this host; expected it to end within 1200s";
const answer = (code: number, members: string) => ({
  code,
  stdout: `{"verb":"hold","changed":true,${members}}\n`,
  stderr: "",
});

describe("a lease that is announced", () => {
  it("finds the nodes on which a verb is at work still, and no others", () => {
    const answers = {
      1: answer(0, '"lease":4'),
      2: answer(3, '"refused":"lease 3 is older than 4"'),
      11: answer(1, `"error":"${said}"`),
      12: { unreachable: "10.77.3.21: no route" },
      13: { code: 127, stdout: "", stderr: "dataops-host: not found" },
    };
    expect(stillAtWork(answers)).toEqual([11]);
  });

  it("knows the words of the host program", () => {
    const hold = readFileSync(join(packageRoot(), "host", "program", "85-hold.sh"), "utf8");
    expect(hold).toContain('fail "another verb is at work on this host; expected it to end within ${within}s"');
  });
});
