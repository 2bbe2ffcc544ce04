import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { replaceFile } from "../../../cli/write/replace-file";

const folder = { path: "" };
const at = (name: string): string => join(folder.path, name);

beforeEach(() => {
  folder.path = mkdtempSync(join(tmpdir(), "replace-"));
});

afterEach(() => {
  rmSync(folder.path, { recursive: true, force: true });
});

describe("replaceFile", () => {
  it("replaces the text, keeps the mode, leaves nothing beside", async () => {
    writeFileSync(at("a.yaml"), "old\n");
    chmodSync(at("a.yaml"), 0o640);
    const before = statSync(at("a.yaml")).ino;
    await replaceFile(at("a.yaml"), "new: ü\r\n");
    expect(readFileSync(at("a.yaml"), "utf8")).toBe("new: ü\r\n");
    expect(statSync(at("a.yaml")).mode & 0o777).toBe(0o640);
    expect(statSync(at("a.yaml")).ino).not.toBe(before);
    expect(readdirSync(folder.path)).toEqual(["a.yaml"]);
  });

  it("makes a file that was not there", async () => {
    await replaceFile(at("new.yaml"), "x\n");
    expect(readFileSync(at("new.yaml"), "utf8")).toBe("x\n");
    expect(statSync(at("new.yaml")).mode & 0o777).toBe(0o644);
  });

  it("keeps a link a link", async () => {
    mkdirSync(at("real"));
    writeFileSync(at("real/a.yaml"), "old\n");
    symlinkSync("real/a.yaml", at("link.yaml"));
    await replaceFile(at("link.yaml"), "new\n");
    expect(readFileSync(at("real/a.yaml"), "utf8")).toBe("new\n");
    expect(readdirSync(folder.path).sort()).toEqual(["link.yaml", "real"]);
  });

  it("leaves the old file when it cannot", async () => {
    mkdirSync(at("a.yaml"));
    await expect(replaceFile(at("a.yaml"), "new\n")).rejects.toThrow();
    expect(readdirSync(folder.path)).toEqual(["a.yaml"]);
    await expect(replaceFile(at("none/a.yaml"), "new\n")).rejects.toThrow("ENOENT");
  });

  it("gives readers the old text or the new, never a part", async () => {
    const texts = ["a".repeat(200_000), "b".repeat(200_000)];
    writeFileSync(at("a.yaml"), texts[0] ?? "");
    const reader = (async () => {
      for (let i = 0; i < 40; i++) {
        expect(texts).toContain(readFileSync(at("a.yaml"), "utf8"));
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    for (let i = 0; i < 10; i++) await replaceFile(at("a.yaml"), texts[i % 2] ?? "");
    await reader;
  });
});
