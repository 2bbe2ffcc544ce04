import { body } from "./kafka-body";
import { accepted } from "./kafka-refused";
import type { KafkaSession } from "./kafka-session";
import { seen } from "./seen";

/** Kafka's FeatureUpdate.UpgradeType. */
const upgrade = 1;
/** Milliseconds that the controllers may take. */
const timeout = 10_000;

/**
 * Raise a finalized feature level.
 *
 * @param dryRun only ask whether it would be done
 * @throws KafkaRefused; Error when it is not seen in time
 */
export async function raiseFeature(
  { kafka, connection, requests }: KafkaSession,
  name: string,
  level: number,
  dryRun: boolean,
): Promise<{ readonly level: number }> {
  const update = { feature: name, maxVersionLevel: level, upgradeType: upgrade };
  const answer = await body("UpdateFeatures", kafka.updateFeaturesV1.api.async(connection, timeout, [update], dryRun));
  const what = `${dryRun ? "would " : ""}raise ${name} to ${level}`;
  for (const one of answer.results) accepted(kafka, what, one);
  accepted(kafka, what, answer);
  if (dryRun) return { level };
  const done = await seen(timeout, async () =>
    (await requests.features()).finalized[name] === level ? true : undefined,
  );
  if (done) return { level };
  throw new Error(`kafka: ${what}; accepted, and not seen within ${timeout / 1000} s`);
}
