import { diskFormed } from "./disk-formed";
import { everyNodeReachable } from "./every-node-reachable";
import type { Gate } from "./gate";
import { inEveryIsr } from "./in-every-isr";
import { kafkaAnswers } from "./kafka-answers";
import { minIsr } from "./min-isr";
import { noOfflinePartition } from "./no-offline-partition";
import { noReassignment } from "./no-reassignment";
import { nothingNewlyUnderReplicated } from "./nothing-newly-under-replicated";
import { quorumMajority } from "./quorum-majority";
import { runsWhatItShould } from "./runs-what-it-should";
import { voterCaughtUp } from "./voter-caught-up";

/** Every gate there is. A playbook and an override name them. */
export const gates = [
  everyNodeReachable,
  kafkaAnswers,
  diskFormed,
  noReassignment,
  noOfflinePartition,
  minIsr,
  quorumMajority,
  runsWhatItShould,
  voterCaughtUp,
  inEveryIsr,
  nothingNewlyUnderReplicated,
] as const satisfies readonly Gate[];

const byName: ReadonlyMap<string, Gate> = new Map(gates.map((g): [string, Gate] => [g.name, g]));

export const gateNames: readonly string[] = [...byName.keys()];

/** The gate of that name; the playbook's schema has made sure that it exists. */
export function gateNamed(name: string): Gate {
  const gate = byName.get(name);
  if (gate === undefined) throw new Error(`no gate is named ${name}`);
  return gate;
}
