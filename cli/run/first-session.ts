import type { Node } from "../../spec/cluster";
import { KafkaSession } from "./kafka-session";
import type { Transport } from "./transport";

/** How to get to a node; a `Fleet` is one. */
export interface Ways {
  to(id: number): Promise<Transport>;
}

/** Milliseconds after which the next broker is tried beside one that has not answered yet. */
const headStart = 700;

/**
 * Connect to one of these brokers, tried in order, not waiting for one that hangs before the next is tried.
 *
 * @param gaveUp told of each that cannot be reached
 * @throws Error with the reason of every one when none can be reached
 */
export function firstSession(
  brokers: readonly Node[],
  port: number,
  ways: Ways,
  gaveUp: (id: number, why: string) => void,
): Promise<KafkaSession> {
  const left = [...brokers];
  const reasons: string[] = [];
  return new Promise((resolve, reject) => {
    let won = false;
    let running = 0;
    let timer: NodeJS.Timeout | undefined;
    const next = (): void => {
      clearTimeout(timer);
      const node = left.shift();
      if (won || node === undefined) {
        if (!won && running === 0) reject(new Error(`no broker can be reached; ${reasons.join("; ")}`));
        return;
      }
      running++;
      timer = setTimeout(next, headStart);
      ways
        .to(node.id)
        .then((transport) => KafkaSession.open(transport, node, port))
        .then(
          (session) => {
            running--;
            clearTimeout(timer);
            if (won) session.close();
            won = true;
            resolve(session);
          },
          (error: unknown) => {
            running--;
            const why = rootOf(error).message;
            reasons.push(`${node.id}: ${why}`);
            gaveUp(node.id, why);
            next();
          },
        );
    };
    next();
  });
}

/** The library wraps what went wrong on the socket. */
function rootOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  return error.cause instanceof Error ? rootOf(error.cause) : error;
}
