import type { OfflineLogDir } from "../../facts/offline-log-dirs";
import { body } from "./kafka-body";
import { accepted, errorName } from "./kafka-refused";
import type { KafkaSession } from "./kafka-session";

/**
 * Log directories that the broker at the other end has given up.
 *
 * @throws KafkaRefused
 */
export async function offlineLogDirsOf({ kafka, connection, node }: KafkaSession): Promise<readonly OfflineLogDir[]> {
  // No topics: the directories without what is in them.
  const answer = await body("DescribeLogDirs", kafka.describeLogDirsV4.api.async(connection, []));
  accepted(kafka, `log directories of broker ${node.id}`, answer);
  return answer.results
    .filter((one) => one.errorCode !== 0)
    .map((one) => ({ broker: node.id, path: one.logDir, error: errorName(kafka, one.errorCode) }));
}
