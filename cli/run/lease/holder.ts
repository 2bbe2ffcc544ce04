import { readFileSync, readlinkSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import type { Holder } from "../../decide/lease";

/** This process, as the holder of a lease. */
export function thisHolder(): Holder {
  const boot = bootId();
  const life = lifeOf(process.pid);
  return {
    who: `${userInfo().username}@${hostname()}`,
    pid: process.pid,
    ...(boot === undefined ? {} : { boot }),
    ...(life === undefined ? {} : { life }),
  };
}

/**
 * Whether a holder ran here and is certainly no more. Where that cannot be seen (another machine, boot, container or
 * user) the answer is no, and its lease has to expire.
 */
export function isDead(holder: Holder, here: Holder = thisHolder()): boolean {
  if (holder.boot === undefined || holder.life === undefined || here.life === undefined) return false;
  if (holder.boot !== here.boot || holder.who !== here.who) return false;
  if (namespaceOf(holder.life) !== namespaceOf(here.life)) return false;
  return lifeOf(holder.pid) !== holder.life;
}

const namespaceOf = (life: string): string => life.split("/")[0] ?? "";

function bootId(): string | undefined {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return undefined;
  }
}

/** Process namespace and start time of a process: containers share a boot id, and pids are used again. */
function lifeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold anything; the start time is the 20th field after it.
    const started = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    return `${readlinkSync("/proc/self/ns/pid")}/${started}`;
  } catch {
    return undefined;
  }
}
