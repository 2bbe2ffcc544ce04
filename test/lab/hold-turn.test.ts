import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { holdTurn } from "../../lab/hold-turn";
import { isOurTurn, whoseTurn } from "../../lab/whose-turn";
import { packageRoot } from "../../spec";

/** A turn of its own, so that no lab is waited for. */
const name = `\0dataops-lab-turn-test-${process.pid}`;

/** A process that takes the turn and tells it. */
function taker(what: string, then: string): ChildProcessByStdio<null, Readable, null> {
  const take = `holdTurn(${JSON.stringify(what)}, () => undefined, ${JSON.stringify(name)})`;
  const script = `require("./lab/hold-turn.ts").${take}.then(async (giveBack) => { ${then} })`;
  return spawn(process.execPath, ["--import", "tsx", "--conditions=source", "-e", script], {
    cwd: packageRoot(),
    stdio: ["ignore", "pipe", "inherit"],
  });
}

const pause = (ms: number): string => `await new Promise((go) => setTimeout(go, ${ms}));`;

describe.runIf(process.platform === "linux")("a turn with the lab", () => {
  it("is one's own until it is given back; others see whose it is", async () => {
    expect(await whoseTurn(name)).toBeUndefined();
    const told: string[] = [];
    const giveBack = await holdTurn("this test", (line) => told.push(line), name);
    const holder = await whoseTurn(name);
    expect(holder).toEqual({ pid: process.pid, what: "this test" });
    expect(holder && isOurTurn(holder)).toBe(true);
    const other = taker("another", `console.log("mine"); ${pause(2000)} giveBack();`);
    let said = "";
    other.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    await sleep(2500);
    expect(said).toBe("");
    giveBack();
    giveBack();
    await once(other.stdout, "data");
    const again = await holdTurn("again", (line) => told.push(line), name).then((free) => free());
    expect(again).toBeUndefined();
    expect(said).toBe("mine\n");
    expect(told[0]).toBe(`waiting for the lab: process ${other.pid} has it (another)`);
  }, 30_000);

  it("goes to one of many waiters at a time, and on when its holder is killed", async () => {
    const log: string[] = [];
    const held = taker("killed", `console.log("held"); ${pause(1e6)}`);
    await once(held.stdout, "data");
    const waiters = [1, 2, 3].map((id) =>
      taker(`waiter ${id}`, `console.log("in"); ${pause(300)} console.log("out"); giveBack();`),
    );
    for (const { stdout } of waiters)
      stdout.setEncoding("utf8").on("data", (text: string) => log.push(...text.trim().split("\n")));
    await sleep(2500);
    expect(log).toEqual([]);
    held.kill("SIGKILL");
    await Promise.all(waiters.map((waiter) => once(waiter, "close")));
    expect(log).toEqual(["in", "out", "in", "out", "in", "out"]);
  }, 30_000);
});
