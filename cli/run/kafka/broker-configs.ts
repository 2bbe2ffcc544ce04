import type { ConfigEntry } from "../../facts/config-entry";
import { body } from "./kafka-body";
import { accepted } from "./kafka-refused";
import type { KafkaSession } from "./kafka-session";

/** Kafka's ConfigResource.Type. */
const brokerResource = 4;
const operation = { set: 0, remove: 1 } as const;

/** Keys to set on one broker, and keys to take back. */
export interface BrokerChange {
  readonly set: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
}

/**
 * Configuration of the broker at the other end, or, for `cluster`, what is set for all brokers.
 *
 * @param keys default: every key
 * @throws KafkaRefused
 */
export async function describeConfigs(
  { kafka, connection, node }: KafkaSession,
  of: "broker" | "cluster",
  keys: readonly string[] | null = null,
): Promise<readonly ConfigEntry[]> {
  const asked = {
    resourceType: brokerResource,
    resourceName: of === "broker" ? String(node.id) : "",
    configurationKeys: keys === null ? null : [...keys],
  } as const;
  const answer = await body("DescribeConfigs", kafka.describeConfigsV4.api.async(connection, [asked], true, false));
  const [result] = answer.results;
  if (result === undefined) throw new Error(`kafka: broker ${node.id} did not describe itself`);
  accepted(kafka, `describe broker ${node.id}`, result);
  return result.configs;
}

/**
 * Change the dynamic configuration of the broker at the other end.
 *
 * @param options validateOnly: only ask whether it would be done
 * @throws KafkaRefused with the broker's words
 */
export async function alterConfigs(
  { kafka, connection, node }: KafkaSession,
  { set, remove }: BrokerChange,
  { validateOnly }: { readonly validateOnly: boolean },
): Promise<void> {
  const configs = [
    ...Object.entries(set).map(([name, value]) => ({ name, configOperation: operation.set, value })),
    ...remove.map((name) => ({ name, configOperation: operation.remove })),
  ];
  const asked = { resourceType: brokerResource, resourceName: String(node.id), configs } as const;
  const answer = await body(
    "IncrementalAlterConfigs",
    kafka.incrementalAlterConfigsV1.api.async(connection, [asked], validateOnly),
  );
  for (const one of answer.responses) accepted(kafka, `configuration of broker ${node.id}`, one);
}
