import { readOverrides } from "../../facts/read-overrides";
import { alterConfigs, type BrokerChange, describeConfigs } from "./broker-configs";
import type { KafkaSession } from "./kafka-session";
import { seen } from "./seen";

/** Milliseconds within which a broker has its own change. */
const limit = 10_000;

/**
 * Change the dynamic configuration of the broker at the other end: validated, done, read back.
 *
 * @throws KafkaRefused; Error when it is not seen in time
 */
export async function alterBroker(session: KafkaSession, change: BrokerChange): Promise<BrokerChange> {
  const keys = [...Object.keys(change.set), ...change.remove];
  if (keys.length === 0) return change;
  await alterConfigs(session, change, { validateOnly: true });
  await alterConfigs(session, change, { validateOnly: false });
  let wrong: readonly string[] = keys;
  await seen(limit, async () => {
    const overrides = readOverrides(await describeConfigs(session, "broker", keys), "broker");
    // The value of a sensitive key is not told.
    const isSo = (key: string): boolean =>
      key in change.set ? overrides[key] === change.set[key] || overrides[key] === null : !(key in overrides);
    wrong = keys.filter((key) => !isSo(key));
    return wrong.length === 0 ? true : undefined;
  });
  if (wrong.length === 0) return change;
  throw new Error(
    `kafka: configuration of broker ${session.node.id}; accepted, and not seen there within ${limit / 1000} s: ${wrong.join(", ")}`,
  );
}
