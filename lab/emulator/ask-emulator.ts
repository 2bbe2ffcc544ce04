import { endpoint } from "../names";
import { type Wanted, wantedSchema } from "../wanted";

/** The emulator's own page, asked often: unchanged answers cost it and us almost nothing. */
export class EmulatorPage {
  #tag = "";
  #last: Wanted = { instances: [], volumes: [] };

  /**
   * @returns what the emulator says now
   * @throws Error when it does not answer within 5 seconds
   */
  async read(): Promise<Wanted> {
    const answer = await fetch(`${endpoint}/_lab/wanted`, {
      headers: { "if-none-match": this.#tag },
      signal: AbortSignal.timeout(5_000),
    });
    const text = await answer.text();
    if (answer.status === 304) return this.#last;
    if (!answer.ok) throw new Error(`${endpoint}: ${answer.status}; ${text.slice(0, 200)}`);
    this.#last = wantedSchema.parse(JSON.parse(text));
    this.#tag = answer.headers.get("etag") ?? "";
    return this.#last;
  }
}

/** Tell the emulator that a host powered itself off: the instance is then stopped. */
export async function reportStopped(instance: string): Promise<void> {
  await fetch(`${endpoint}/_lab/stopped/${instance}`, { method: "POST", signal: AbortSignal.timeout(5_000) });
}

/** Whether the emulator answers. */
export const emulatorAnswers = (): Promise<boolean> =>
  fetch(`${endpoint}/_lab/wanted`, { signal: AbortSignal.timeout(2_000) }).then(
    async (answer) => (await answer.text()) !== "" && answer.ok,
    () => false,
  );
