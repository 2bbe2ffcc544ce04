import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { readConsole } from "../../../lab";
import { runCommand } from "../../../lab/run-command";
import { volumeFile } from "../../../lab/volumes/volume-files";
import { clusterFile } from "../../../spec";
import { apply, dataops, instanceOf, name, terminate } from "../deployed";
import { reportOf, well } from "./report-of";

/** Leaves node 13 down. */
export function blankDisk(): void {
  it("refuses to format a blank disk of a node that was formed before", async () => {
    const { disk } = reportOf(await well(), 13);
    await terminate(13);
    await sleep(3000);
    await runCommand(["dd", "if=/dev/zero", `of=${volumeFile(disk.volume)}`, "bs=1M", "count=64", "conv=notrunc"]);
    await apply(name);
    const instance = await instanceOf(13);
    const end = Date.now() + 90_000;
    while (!/refused/.test(readConsole(instance)) && Date.now() < end) await sleep(1000);
    expect(readConsole(instance)).toMatch(/refused.*another disk|refused.*blank/i);
    const before = readFileSync(clusterFile(name), "utf8");
    const rolled = await dataops("roll", name, "--yes", "--override", "no-pending-changes=tested elsewhere");
    expect(rolled.out).toMatch(/refused, and no node was taken: disk-formed: node 13 has a blank disk/);
    expect(rolled.code).toBe(3);
    expect(readFileSync(clusterFile(name), "utf8")).toBe(before);
  });
}
