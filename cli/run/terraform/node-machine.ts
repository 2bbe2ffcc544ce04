import { type Cluster } from "../../../spec";
import { describeChange } from "../../facts/describe-change";
import { isPartOf } from "../../facts/node-address";
import { besideNode, type NodeMeant, nodePlan } from "../../facts/node-plan";
import type { PlannedChange } from "../../facts/plan-changes";
import { recordedTarget, type Target, targetKeys } from "../../facts/target";
import { liftProtection, restoreProtection } from "../aws/protection";
import { ensureStarted } from "../aws/start-machine";
import { Failure } from "../failure";
import { scratchClusters } from "./scratch-clusters";
import { type PlanOptions, type SavedPlan, terraformApplySaved, terraformPlan } from "./terraform";

/** A saved plan that changes one node's machine or disk and nothing else. */
export interface NodeMachinePlan {
  /** All that it would do. Empty: the cloud is as it is meant to be already. */
  readonly changes: readonly PlannedChange[];
  /** The same, a line each. */
  readonly lines: readonly string[];
  /**
   * Do it: protections of the node's instance are taken off as far as it takes, the plan is applied, the machine is
   * started where it was left stopped, and the protections are on again on every way out.
   */
  apply(): Promise<void>;
  /** Leave it: protections are on again. To be called where `apply` is not. */
  discard(): Promise<void>;
}

export interface NodeMachineOptions {
  /** The full plan of the code was looked at already and is empty but for the node's own parts. Default false. */
  readonly pendingChecked?: boolean;
  /** Default: the working folder's. */
  readonly project?: PlanOptions["project"];
}

/**
 * Plan another machine or disk for one node: a copy of the cluster files in which this node's record is the target is
 * planned against the real state, and held against what is meant.
 *
 * For a replacement the protections are off from before the plan on, because the provider deletes an instance with the
 * stop protection that the plan remembers. So journal that they may be off before this is called; after `apply`,
 * `discard` or an error they are on again.
 *
 * @param target the whole record that the node is to have; a machine made anew boots as that
 * @throws Failure (3) when something else is pending in the code's own plan, or the plan would do more than is meant
 */
export async function planNodeMachine(
  cluster: Cluster,
  node: number,
  target: Target,
  meant: Pick<NodeMeant, "machine" | "disk">,
  options: NodeMachineOptions = {},
): Promise<NodeMachinePlan> {
  const project = options.project === undefined ? {} : { project: options.project };
  if (options.pendingChecked !== true) await nothingElsePending(cluster, node, project);
  const lifts = {
    stop: meant.machine === "resize" || meant.machine === "replace",
    termination: meant.machine === "replace",
  };
  const restore = async (): Promise<void> => {
    if (lifts.stop) await restoreProtection(cluster, node);
  };
  try {
    if (meant.machine === "replace") await liftProtection(cluster, node, lifts);
    const plan = await planOverlay(cluster, node, target, meant, project);
    const { problems } = nodePlan(plan.changes, cluster.name, { node, ...meant });
    if (problems.length > 0) {
      await plan.discard();
      throw refused(cluster, `the plan for node ${node} would do more than is meant`, problems);
    }
    return {
      changes: plan.changes,
      lines: plan.changes.map(describeChange),
      apply: async () => {
        try {
          if (lifts.stop) await liftProtection(cluster, node, lifts);
          if (plan.changes.length > 0) await terraformApplySaved(plan);
          else await plan.discard();
          await ensureStarted(cluster, node);
        } finally {
          await restore();
        }
      },
      discard: async () => {
        await plan.discard();
        await restore();
      },
    };
  } catch (error) {
    await restore();
    throw error;
  }
}

async function nothingElsePending(cluster: Cluster, node: number, project: PlanOptions): Promise<void> {
  const plan = await terraformPlan(cluster.name, project);
  await plan.discard();
  const pending = besideNode(plan.changes, cluster.name, node).map(describeChange);
  if (pending.length > 0) throw refused(cluster, `something else is pending; apply or undo it first`, pending);
}

async function planOverlay(
  cluster: Cluster,
  node: number,
  target: Target,
  meant: Pick<NodeMeant, "machine">,
  project: PlanOptions,
): Promise<SavedPlan> {
  const from = recordedTarget(cluster, node);
  const edits = targetKeys
    .filter((key) => from[key] !== target[key])
    .map((key) => ({ path: ["recorded", String(node), key], from: from[key], to: target[key] }));
  // Another image forces it; asked for again after it was done, it would be done again.
  const anew = meant.machine === "replace" && from.image === target.image;
  const scratch = scratchClusters(cluster.name, edits);
  try {
    return await terraformPlan(cluster.name, {
      ...project,
      clusters: scratch.folder,
      scratch: true,
      ...(anew ? { replace: (address: string) => isPartOf(address, node, "machine") } : {}),
    });
  } finally {
    scratch.remove();
  }
}

const refused = (cluster: Cluster, what: string, lines: readonly string[]): Failure =>
  new Failure(`${cluster.file}: ${what}:\n${lines.map((line) => `  ${line}`).join("\n")}`, 3);
