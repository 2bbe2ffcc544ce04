import { isReachable, type Unreachable } from "../../facts/node-report";

/**
 * The answer, where there has to be one.
 *
 * @throws Error "kafka: WHAT; why no broker answered"
 */
export async function reached<T extends object>(what: string, answer: Promise<T | Unreachable>): Promise<T> {
  const given = await answer;
  if (isReachable(given)) return given;
  throw new Error(`kafka: ${what}; ${given.unreachable}`);
}
