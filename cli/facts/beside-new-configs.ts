import type { PlannedChange } from "./plan-changes";

/**
 * What a plan would do beside uploading new configs of a cluster. A roll applies a plan only where this is empty:
 * creating an object of a name that nothing uses yet moves no node.
 *
 * @param cluster name of the cluster
 */
export function besideNewConfigs(changes: readonly PlannedChange[], cluster: string): readonly PlannedChange[] {
  const isUpload = ({ actions, key, type }: PlannedChange): boolean =>
    type === "aws_s3_object" &&
    actions.length === 1 &&
    actions[0] === "create" &&
    key?.startsWith(`clusters/${cluster}/configs/`) === true;
  return changes.filter((change) => !isUpload(change));
}
