import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../spec/package-root";

/** A changed byte of userdata stops every node that has it: a new bootloader gets a new number. */
const frozen = { 1: "50b0ab760a74d31164e887fbe2bd3668bada6e61b51c6950300458b02205bcbe" };

describe.each(Object.entries(frozen))("bootloader %s", (number, sha256) => {
  const bytes = readFileSync(join(packageRoot(), "host", `bootloader-${number}.sh`));

  it("is what it was when it was numbered", () => {
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
  });

  it("is a script of less than 4 KiB", () => {
    expect(bytes.length).toBeLessThan(4096);
    expect(bytes.subarray(0, 12).toString()).toBe("#!/bin/bash\n");
  });

  it("says nothing of any cluster", () => {
    expect(bytes.toString()).not.toMatch(/kafka|java/i);
  });
});
