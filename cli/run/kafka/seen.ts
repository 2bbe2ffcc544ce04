import { setTimeout } from "node:timers/promises";

/**
 * Look again and again, at first every 20 ms and at last every 500 ms, until there is something to see.
 *
 * @returns what was seen, or undefined after so many milliseconds
 */
export async function seen<T>(limit: number, look: () => Promise<T | undefined>): Promise<T | undefined> {
  for (let end = Date.now() + limit, pause = 20; ; pause = Math.min(500, pause * 2)) {
    const found = await look();
    if (found !== undefined || Date.now() + pause > end) return found;
    await setTimeout(pause);
  }
}
