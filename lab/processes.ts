import { readFileSync } from "node:fs";

/** A process that cannot be taken for another: its id, and when it started in ticks since the machine did. */
export interface ProcessMark {
  readonly pid: number;
  readonly start: string;
}

/** When a process started, or undefined when there is none (a zombie is none). */
function startOf(pid: number): string | undefined {
  try {
    const words = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return words[0] === "Z" || words[0] === "X" ? undefined : words[19];
  } catch {
    return undefined;
  }
}

/** Mark a living process. */
export function markProcess(pid: number): ProcessMark | undefined {
  const start = startOf(pid);
  return start === undefined ? undefined : { pid, start };
}

/** A mark spelled as `PID START`; undefined when it is none. */
export function parseMark(text: string): ProcessMark | undefined {
  const [pid, start] = text.trim().split(" ");
  return pid && start ? { pid: Number(pid), start } : undefined;
}

/** Read a mark written as `PID START`; undefined when there is none. */
export function readMark(file: string): ProcessMark | undefined {
  try {
    return parseMark(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** Whether it is still the same process that lives. */
export const lives = (mark: ProcessMark | undefined): mark is ProcessMark =>
  mark !== undefined && startOf(mark.pid) === mark.start;

/** Signal a process if it is still the same; false when it is gone. */
export function signal(mark: ProcessMark | undefined, name: NodeJS.Signals | number): boolean {
  if (!lives(mark)) return false;
  try {
    return process.kill(mark.pid, name);
  } catch {
    return false;
  }
}
