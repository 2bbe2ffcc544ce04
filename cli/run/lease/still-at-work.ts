import { isReachable, type Unreachable } from "../../facts/node-report";
import type { Answer } from "../ssh/transport";

/** What `hold` of the host program says when its time is up. */
const atWork = "another verb is at work on this host";

/**
 * The nodes that said of themselves, when a lease was announced, that a verb of the operator before is at work still. A
 * node that cannot be reached is left to the gates.
 */
export const stillAtWork = (answers: Readonly<Record<number, Answer | Unreachable>>): number[] =>
  Object.entries(answers).flatMap(([id, answer]) =>
    isReachable(answer) && answer.code !== 0 && answer.stdout.includes(atWork) ? [Number(id)] : [],
  );
