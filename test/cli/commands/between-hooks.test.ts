import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { betweenHooks } from "../../../cli/commands/between-hooks";
import type { Journal } from "../../../cli/decide/journal";
import { Failure } from "../../../cli/run/failure";
import type { RollEnd } from "../../../cli/run/roll/roll-loop";
import { BadInput } from "../../../spec";
import { worldOf } from "../world";

const { journal: begun, observed } = worldOf();
const sh = (script: string, within = 10_000) => ({ run: ["/bin/sh", "-c", script], within });

describe("a roll between hooks", () => {
  let folder: string;
  let file: string;
  let journal: Journal;
  const left = vi.fn();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "dataops-hooks-"));
    file = join(folder, "states");
    journal = begun;
    left.mockClear();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const rolls = (
    roll: () => Promise<RollEnd>,
    { before = sh("exit 0"), after = sh(`echo "$DATAOPS_STATE" >>${file}`) } = {},
  ): Promise<RollEnd> => {
    const writer = {
      get journal() {
        return journal;
      },
      save(saved: Journal): Promise<void> {
        journal = saved;
        return Promise.resolve();
      },
    };
    return betweenHooks({ hooks: { before, after } }, { writer, observed, leave: left }, roll);
  };
  const ends = (code: RollEnd["code"]) => () => Promise.resolve({ code, journal, observed });
  const states = (): string => readFileSync(file, "utf8");

  it.each([
    [0, "done"],
    [1, "failed"],
    [3, "refused"],
    [4, "paused"],
  ] as const)("that ends with %i tells the hook after it %s", async (code, state) => {
    const end = await rolls(ends(code));
    expect(end).toMatchObject({ code, journal: { undo: [] } });
    expect(journal.undo).toEqual([{ what: "hook" }]);
    expect(states()).toBe(`${state}\n`);
  });

  it.each([
    ["fails", sh("echo no such silence >&2; exit 2"), "hook before: /bin/sh: no such silence"],
    ["takes too long", sh("exec sleep 60", 200), "hook before: /bin/sh: did not end within 200ms, and was ended"],
  ])("is not begun where the hook before it %s, and the one after it runs", async (_, before, reason) => {
    const roll = vi.fn(ends(0));
    expect(await rolls(roll, { before })).toMatchObject({ code: 1, reason, journal: { undo: [] } });
    expect(roll).not.toHaveBeenCalled();
    expect(left).toHaveBeenCalledOnce();
    expect(states()).toBe("failed\n");
  });

  it.each([
    [new BadInput("canary: topic gone"), 1, "failed"],
    [new Error("canary: no broker"), 1, "failed"],
    [new Failure("the lease is lost", 3), 3, "refused"],
  ] as const)("that throws %s ends, too, and with what was kept last", async (error, code, state) => {
    const end = await rolls(async () => {
      journal = { ...journal, batches: 5 };
      return Promise.reject(error);
    });
    expect(end).toMatchObject({ code, reason: error.message, journal: { batches: 5, undo: [] } });
    expect(left).toHaveBeenCalledOnce();
    expect(states()).toBe(`${state}\n`);
  });

  it("stays what it was where the hook after it fails, which is kept for whoever goes on", async () => {
    const told = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const end = await rolls(ends(4), { after: sh("exit 9") });
    expect(told).toHaveBeenCalledWith("hook after: /bin/sh: exit 9\n");
    told.mockRestore();
    expect(end).toMatchObject({ code: 4, journal: { undo: [{ what: "hook" }] } });
    expect(existsSync(file)).toBe(false);
  });
});
