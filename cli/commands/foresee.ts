import type { Journal } from "../decide/journal";
import { type Plan, plan } from "../decide/plan";
import type { Playbook } from "../decide/playbook";
import type { Limits, World } from "../decide/world";
import type { Observed } from "../facts/observed";
import { artefactChecksums } from "../run/artefact/artefact-checksums";
import type { Intent } from "../run/roll/prepare-roll";
import { playbookOf } from "../run/roll/read-playbook";
import { pendingChanges } from "../run/terraform/pending-changes";
import type { MoveOptions, RollOptions } from "./roll-options";

/** What a roll would do, and what that was found by. */
export interface Foreseen {
  readonly playbook: Playbook;
  /** With what Terraform would change beside the roll, where it was asked. */
  readonly observed: Observed;
  readonly limits: Limits;
  readonly foreseen: Plan;
}

type Bounds = Pick<RollOptions & Partial<MoveOptions>, "maxParallel" | "pauseAfter" | "bake" | "maxDuration">;

/**
 * Foresee a roll by its journal and what is seen now.
 *
 * @param bounds how far it may go; `quick`: Terraform is not asked what is pending
 */
export async function foresee(
  intent: Intent,
  seen: Observed,
  journal: Journal,
  bounds: Bounds & { readonly quick?: boolean },
): Promise<Foreseen> {
  const playbook = playbookOf(journal);
  const pending = bounds.quick === true ? undefined : await pendingChanges(intent.cluster, journal);
  const observed: Observed = pending === undefined ? seen : { ...seen, pending };
  const limits = limitsOf(bounds, playbook, journal);
  return { playbook, observed, limits, foreseen: plan(worldOf(intent, observed, playbook, journal, limits)) };
}

function limitsOf(options: Bounds, playbook: Playbook, journal: Journal): Limits {
  const { maxParallel = playbook.batch, pauseAfter, bake, maxDuration } = options;
  return {
    maxParallel,
    startedWith: journal.finished.length,
    ...(pauseAfter === undefined ? {} : { pauseAfter }),
    ...(bake === undefined ? {} : { bake }),
    ...(maxDuration === undefined ? {} : { deadline: Date.now() + maxDuration }),
  };
}

const worldOf = (
  { cluster, top }: Intent,
  observed: Observed,
  playbook: Playbook,
  journal: Journal,
  limits: Limits,
): World => ({ cluster, observed, playbook, journal, limits, top, checksums: artefactChecksums(), now: Date.now() });
