import { describe, expect, it } from "vitest";
import { type Asked, goOn } from "../../../cli/decide/go-on";
import type { Journal } from "../../../cli/decide/journal";
import { worldOf } from "../world";

const { journal: base, top } = worldOf();
const lostDisk = { 13: { instance: "i-1", lostDisk: true } };
const stored: Journal = { ...base, cluster: "kafka-write" };

/** A plain `dataops roll NAME`. */
const plain: Asked = {
  kind: "roll",
  top,
  restart: false,
  lostDisk: false,
  retarget: false,
  overrides: {},
  accepted: {},
};

const refusal = (journal: Journal, asked: Partial<Asked>): string => {
  const course = goOn(journal, { ...plain, ...asked });
  if (course === "begin" || !("refused" in course)) throw new Error("it was not refused");
  return course.refused;
};

const goesOn = (journal: Journal, asked: Partial<Asked> = {}): boolean => {
  const course = goOn(journal, { ...plain, ...asked });
  return course !== "begin" && "journal" in course;
};

describe("a roll that is under way", () => {
  it("is gone on with where nothing is asked for, however it was begun", () => {
    expect(goesOn(stored)).toBe(true);
    expect(goesOn({ ...stored, restart: {} })).toBe(true);
    expect(goesOn({ ...stored, replace: lostDisk })).toBe(true);
    expect(goesOn({ ...stored, playbook: "careful" })).toBe(true);
  });

  it("is gone on with where the same is asked for", () => {
    expect(goesOn(stored, { only: [13, 12, 11, 3, 2, 1], playbook: stored.playbook })).toBe(true);
    expect(goesOn({ ...stored, restart: {} }, { restart: true })).toBe(true);
    expect(goesOn({ ...stored, replace: lostDisk }, { replace: 13, lostDisk: true })).toBe(true);
  });

  it("is not taken for the replacement of a machine", () => {
    expect(refusal(stored, { replace: 3, lostDisk: true })).toBe(
      "roll r1 of ops@laptop is under way, begun otherwise (--replace: pinned nothing, asked 3 with --lost-disk); go on with dataops roll kafka-write, or give it up with --retarget",
    );
  });

  it.each<[string, Journal, Partial<Asked>, string]>([
    [
      "another node",
      { ...stored, replace: lostDisk },
      { replace: 12, lostDisk: true },
      "--replace: pinned 13 with --lost-disk, asked 12 with --lost-disk",
    ],
    [
      "its disk kept",
      { ...stored, replace: lostDisk },
      { replace: 13 },
      "--replace: pinned 13 with --lost-disk, asked 13",
    ],
    [
      "another playbook",
      { ...stored, playbook: "careful" },
      { playbook: "kafka-roll" },
      "playbook: pinned careful, asked kafka-roll",
    ],
    ["other nodes", stored, { only: [12, 11] }, "nodes: pinned 1, 2, 3, 11, 12, 13, asked 11, 12"],
    ["a restart", stored, { restart: true }, "--restart: pinned without, asked with"],
    [
      "two things",
      stored,
      { restart: true, playbook: "careful" },
      "--restart: pinned without, asked with; playbook: pinned kafka-roll, asked careful",
    ],
  ])("is refused with %s", (_, journal, asked, said) => {
    expect(refusal(journal, asked)).toContain(`(${said})`);
  });

  it("is refused where the file's top asks for something else", () => {
    expect(refusal(stored, { top: { ...top, version: "9.9.9" } })).toMatch(
      /to another target \(version: pinned \S+, now 9\.9\.9\); put the file back/,
    );
  });

  it("is given up with --retarget, and by a rollback; a rollback is not given up by a roll", () => {
    expect(goOn(stored, { ...plain, replace: 3, retarget: true })).toBe("begin");
    expect(goOn(stored, { ...plain, kind: "rollback" })).toBe("begin");
    expect(refusal({ ...stored, kind: "rollback" }, {})).toContain("go on with dataops rollback");
    expect(goOn(undefined, plain)).toBe("begin");
  });
});
