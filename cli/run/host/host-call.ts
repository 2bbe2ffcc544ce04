import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { HostCall } from "../../steps/step";
import type { CallAnswer } from "../roll/roll-loop";
import type { Fleet } from "../ssh/fleet";
import { SshFailure } from "../ssh/ssh-failure";

/** Where the host program lies on every node. */
export const hostProgramPath = "/usr/local/sbin/dataops-host";

const answer = z.looseObject({
  changed: z.boolean().optional(),
  error: z.string().optional(),
  refused: z.string().optional(),
});

/** Milliseconds between two attempts at a host whose lock is held. */
const busyPause = 1000;

/**
 * Ask a node's host program for one verb, under a lease token. A host that still runs another verb, e.g. of a roll that
 * was killed, is waited for as long as the verb itself may take.
 *
 * A connection that breaks, a time that runs out and a lock that is held are no answer: what happened is not known, and
 * the verb can be asked again.
 */
export async function callHost(fleet: Fleet, node: number, call: HostCall, lease: number): Promise<CallAnswer> {
  const end = Date.now() + call.timeout;
  for (;;) {
    const { busy, ...answer } = await callOnce(fleet, node, call, lease);
    if (!busy || Date.now() > end) return answer;
    await sleep(busyPause);
  }
}

async function callOnce(
  fleet: Fleet,
  node: number,
  call: HostCall,
  lease: number,
): Promise<CallAnswer & { readonly busy?: boolean }> {
  try {
    const transport = await fleet.to(node);
    // Before the arguments: `run` takes all that follows its `--` as a command's own.
    const argv = [hostProgramPath, call.verb, "--lease", String(lease), ...call.args];
    const { code, stdout, stderr } = await transport.run(argv, { timeout: call.timeout });
    const said = answer.safeParse(jsonOf(stdout));
    const detail = said.success ? (said.data.refused ?? said.data.error) : undefined;
    const reason = reasonOf(detail, lastLine(stderr)) ?? `exit ${code}`;
    if (code === 0) return { answer: "done", changed: said.data?.changed ?? true };
    if (code === 3) return { answer: "refused", reason };
    if (code === 75) return { answer: "none", reason, busy: true };
    // A signal or a lost shell gives codes above 128.
    if (code > 128 || code < 0) return { answer: "none", reason };
    return { answer: "failed", reason };
  } catch (error) {
    if (error instanceof SshFailure) return { answer: "none", reason: error.message };
    throw error;
  }
}

/** What the program did not foresee, e.g. a disk that is full, stands in its last words and not in its answer. */
const reasonOf = (said: string | undefined, last: string | undefined): string | undefined =>
  said?.startsWith("unexpected: ") === true && last !== undefined ? `${last} (${said})` : (said ?? last);

function jsonOf(stdout: string): unknown {
  const line = stdout.trim().split("\n").at(-1) ?? "";
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const lastLine = (text: string): string | undefined => text.trim().split("\n").at(-1) || undefined;
