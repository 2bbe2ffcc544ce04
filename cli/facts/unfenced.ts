import type { KafkaHealth } from "./kafka-health";

const known = new WeakMap<readonly number[], ReadonlySet<number>>();

/** Whether a broker is registered and not fenced. */
export function isUnfenced({ brokers }: KafkaHealth, id: number): boolean {
  let set = known.get(brokers);
  if (set === undefined) {
    set = new Set(brokers);
    known.set(brokers, set);
  }
  return set.has(id);
}
