import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Failure } from "../../../../cli/run/failure";
import { runHook } from "../../../../cli/run/roll/run-hook";

const facts = { cluster: "kafka-write", roll: "r1", state: "begin" };
const sh = (script: string, within = 10_000) => ({ run: ["/bin/sh", "-c", script], within });

describe("a hook, as a real process", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "dataops-hook-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is told the cluster, the roll and its state", async () => {
    const file = join(folder, "told");
    await runHook("before", sh(`echo "$DATAOPS_CLUSTER $DATAOPS_ROLL $DATAOPS_STATE" >${file}`), facts);
    expect(readFileSync(file, "utf8")).toBe("kafka-write r1 begin\n");
  });

  it("that fails says its last line, or its exit code", async () => {
    const said = runHook("before", sh("echo one >&2; echo no such silence >&2; exit 7"), facts);
    await expect(said).rejects.toThrow("hook before: /bin/sh: no such silence");
    await expect(said).rejects.toBeInstanceOf(Failure);
    await expect(runHook("after", sh("exit 7"), facts)).rejects.toThrow("hook after: /bin/sh: exit 7");
  });

  it("that takes too long is ended, and says so", async () => {
    const began = performance.now();
    await expect(runHook("before", sh("echo still at it >&2; exec sleep 60", 300), facts)).rejects.toThrow(
      "hook before: /bin/sh: did not end within 300ms, and was ended",
    );
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it("that cannot run, or is killed, says why", async () => {
    const none = { run: ["/nothing/there"], within: 10_000 };
    await expect(runHook("before", none, facts)).rejects.toThrow(/^hook before: \/nothing\/there: ENOENT$/);
    await expect(runHook("before", sh("kill -KILL $$"), facts)).rejects.toThrow("hook before: /bin/sh: SIGKILL");
  });
});
