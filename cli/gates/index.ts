import { diskFormed } from "./disk-formed";
import { everyNodeReachable } from "./every-node-reachable";
import { featuresSettled } from "./features-settled";
import type { Gate } from "./gate";
import { inEveryIsr } from "./in-every-isr";
import { kafkaAnswers } from "./kafka-answers";
import { logRecovered } from "./log-recovered";
import { minIsr } from "./min-isr";
import { noLinkedRoll } from "./no-linked-roll";
import { noOfflineLogDir } from "./no-offline-log-dir";
import { noOfflinePartition } from "./no-offline-partition";
import { noPendingChanges } from "./no-pending-changes";
import { noReassignment } from "./no-reassignment";
import { nothingNewlyUnderReplicated } from "./nothing-newly-under-replicated";
import { observerCaughtUp } from "./observer-caught-up";
import { quorumMajority } from "./quorum-majority";
import { runsWhatItShould } from "./runs-what-it-should";
import { voterCaughtUp } from "./voter-caught-up";

/** Every gate there is, in the order in which they are asked. A playbook and an override name them. */
export const gates: readonly Gate[] = [
  everyNodeReachable,
  kafkaAnswers,
  featuresSettled,
  noReassignment,
  noOfflinePartition,
  noOfflineLogDir,
  noLinkedRoll,
  noPendingChanges,
  diskFormed,
  minIsr,
  quorumMajority,
  logRecovered,
  runsWhatItShould,
  observerCaughtUp,
  voterCaughtUp,
  inEveryIsr,
  nothingNewlyUnderReplicated,
];

const byName: ReadonlyMap<string, Gate> = new Map(gates.map((g): [string, Gate] => [g.name, g]));

export const gateNames: readonly string[] = [...byName.keys()];

/** Names of the gates that can be asked without a node. */
export const clusterGateNames: readonly string[] = gates.filter((g) => g.scope === "cluster").map((g) => g.name);

/** Names of the gates that are asked whatever a playbook says. */
export const alwaysAsked = (when: NonNullable<Gate["always"]>): readonly string[] =>
  gates.filter((g) => g.always === when).map((g) => g.name);

/** The gate of that name; the playbook's schema has made sure that it exists. */
export function gateNamed(name: string): Gate {
  const gate = byName.get(name);
  if (gate === undefined) throw new Error(`no gate is named ${name}`);
  return gate;
}
