import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { runCommand, tryCommand } from "./run-command";

/** Mount points at or below a folder, the innermost first. */
export function mountsUnder(folder: string, mountinfo = readFileSync("/proc/self/mountinfo", "utf8")): string[] {
  const points = mountinfo
    .split("\n")
    .map((line) =>
      (line.split(" ")[4] ?? "").replace(/\\(\d{3})/g, (_, octal: string) =>
        String.fromCharCode(Number.parseInt(octal, 8)),
      ),
    );
  return points.filter((point) => point === folder || point.startsWith(`${folder}/`)).reverse();
}

/** Unmount all that is mounted at or below a folder. */
export async function unmountUnder(folder: string): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    const points = mountsUnder(folder);
    if (points.length === 0) return;
    for (const point of points) await tryCommand(["umount", point]);
    if (mountsUnder(folder).length > 0) await setTimeout(100);
  }
  for (const point of mountsUnder(folder)) await runCommand(["umount", "--lazy", point]);
}
