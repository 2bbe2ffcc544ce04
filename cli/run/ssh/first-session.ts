import type { Node } from "../../../spec/cluster";
import type { KafkaSession } from "../kafka/kafka-session";
import { rootCause } from "../root-cause";
import type { Transport } from "./transport";

/** How to get to a node; a `Fleet` is one. */
export interface Ways {
  to(id: number): Promise<Transport>;
}

/** Milliseconds after which the next broker is tried beside one that has not answered yet. */
const headStart = 700;

/**
 * Connect to one of these brokers, tried in order, not waiting for one that hangs before the next is tried. Sessions
 * that come too late are left to whoever opens them.
 *
 * @param gaveUp told of each that cannot be reached
 * @throws Error with the reason of every one when none can be reached
 */
export function firstSession(
  brokers: readonly Node[],
  open: (broker: Node) => Promise<KafkaSession>,
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
      open(node).then(
        (session) => {
          running--;
          clearTimeout(timer);
          won = true;
          resolve(session);
        },
        (error: unknown) => {
          running--;
          const why = rootCause(error).message;
          reasons.push(`${node.id}: ${why}`);
          gaveUp(node.id, why);
          next();
        },
      );
    };
    next();
  });
}
