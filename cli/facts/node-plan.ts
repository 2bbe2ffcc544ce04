import { besideNewConfigs } from "./beside-new-configs";
import { describeChange } from "./describe-change";
import { isPartOf } from "./node-address";
import type { PlannedChange } from "./plan-changes";

/** What a plan is meant to do to one node. */
export interface NodeMeant {
  readonly node: number;
  /** `resize`: another type, in place; `replace`: another machine for the one that is there; `create`: it is gone. */
  readonly machine: "keep" | "resize" | "replace" | "create";
  /** `grow`: a larger or faster one, in place; `create`: it was lost and has been given up. */
  readonly disk: "keep" | "grow" | "create";
}

/** Labels, and protections that are put back. */
const harmless = /^tags(_all)?(\.|$)|^disable_api_(stop|termination)$/;

/** With another type comes another machine beneath, and with it what only EC2 knows. */
const resized = /^(instance_type|public_dns|public_ip)$/;

const grown = /^(size|iops|throughput|type)$/;

/**
 * Hold the whole plan against one node's allow-list: its machine, its attachment and its disk, each only as far as is
 * meant. New configs of the cluster may be uploaded. No disk and no address is ever destroyed, no disk ever shrinks.
 *
 * @param cluster name of the cluster
 * @returns a problem for each change that is not on the list; none: the plan may be applied. A plan that does less than
 *   was meant has no problem: what is done already is not planned again
 */
export function nodePlan(
  changes: readonly PlannedChange[],
  cluster: string,
  meant: NodeMeant,
): { readonly problems: readonly string[] } {
  const problems = besideNewConfigs(changes, cluster).flatMap((change) => {
    const expected = refusal(change, cluster, meant);
    return expected === undefined ? [] : [`${describeChange(change)}; expected ${expected}`];
  });
  return { problems };
}

/**
 * What a plan holds beside new configs and one node's own machine, attachment and disk.
 *
 * @param cluster name of the cluster
 */
export const besideNode = (changes: readonly PlannedChange[], cluster: string, node: number): PlannedChange[] =>
  besideNewConfigs(changes, cluster).filter(
    ({ actions, address, identity }) =>
      !(isPartOf(address, node, "attachment") && identity === undefined) &&
      !(isPartOf(address, node, "machine") && identity === undefined && actions.join() === "create") &&
      !((isPartOf(address, node, "machine") || isPartOf(address, node, "disk")) && identity === `${cluster}/${node}`),
  );

/** What would have been acceptable; undefined where the change is. */
function refusal(change: PlannedChange, cluster: string, meant: NodeMeant): string | undefined {
  const { actions, address, identity, type } = change;
  const destroys = actions.includes("delete");
  if (destroys && type === "aws_ebs_volume") return "that no disk is ever destroyed";
  if (destroys && type === "aws_network_interface") return "that no address is ever destroyed";
  if (isPartOf(address, meant.node, "attachment")) return ofAttachment(change, meant);
  const rule = isPartOf(address, meant.node, "machine")
    ? ofMachine
    : isPartOf(address, meant.node, "disk")
      ? ofDisk
      : undefined;
  if (rule === undefined) return `nothing but node ${meant.node}'s machine, attachment and disk`;
  // The tags of a machine name its disk: with a disk that is yet to be made none of them is known.
  const unborn = identity === undefined && actions.join() === "create" && meant.disk === "create";
  if (identity !== `${cluster}/${meant.node}` && !unborn)
    return `the tags of ${cluster}/${meant.node}; got ${identity ?? "no such tags"}`;
  return rule(change, meant);
}

function ofMachine({ actions, paths, replaces }: PlannedChange, { machine }: NodeMeant): string | undefined {
  const does = actions.join();
  const other = paths.filter((path) => !harmless.test(path));
  switch (machine) {
    case "keep":
      return does === "update" && other.length === 0 ? undefined : "other labels at most";
    case "resize":
      return does === "update" && other.every((path) => resized.test(path)) ? undefined : "another type, in place";
    case "create":
      return does === "create" ? undefined : "that the machine is created";
    case "replace": {
      const anew = does === "delete,create" && replaces.every((path) => path === "ami");
      const relabelled = does === "update" && other.length === 0;
      return anew || relabelled || does === "create" ? undefined : "another machine because of its image alone";
    }
  }
}

function ofAttachment({ actions, replaces }: PlannedChange, { disk, machine }: NodeMeant): string | undefined {
  const moves = machine === "replace" || machine === "create" || disk === "create";
  if (!moves) return "that the disk stays where it is attached";
  const does = actions.join();
  const anew = does === "delete,create" && replaces.every((path) => path === "instance_id" || path === "volume_id");
  return anew || does === "create" ? undefined : "the disk attached to the other machine";
}

function ofDisk({ actions, lowers = [], paths }: PlannedChange, { disk }: NodeMeant): string | undefined {
  const does = actions.join();
  if (lowers.includes("size")) return "that no disk ever shrinks";
  if (disk === "create") return does === "create" ? undefined : "that the disk is created";
  if (disk === "keep") return "that the disk stays as it is";
  return does === "update" && paths.every((path) => grown.test(path)) ? undefined : "a larger or faster disk, in place";
}
