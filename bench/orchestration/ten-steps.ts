import type { Journal } from "../../cli/decide/journal";
import { newJournal } from "../../cli/decide/new-journal";
import { type Playbook, playbookSchema } from "../../cli/decide/playbook";
import type { Observed } from "../../cli/facts/observed";
import { recordedTarget } from "../../cli/facts/target";
import { readPlaybook } from "../../cli/run/roll/read-playbook";
import type { Cluster } from "../../spec";
import { program, stepsAHost } from "./step";

/**
 * The shipped playbook's order and gates around ten steps: nine of a program of one's own, and the start that a restart
 * asks for. A node is well with the first good look.
 */
export function tenSteps(): Playbook {
  const { order, before, node } = readPlaybook("kafka-roll");
  return playbookSchema.parse({
    kind: "kafka",
    batch: 1,
    order,
    before,
    node: {
      steps: [...Array.from({ length: stepsAHost - 1 }, () => ({ run: [program] })), "start"],
      until: { gates: node.until.gates, steady: "1 reads", every: "1ms", stalled: "1m", within: "1m" },
    },
    after: [],
  });
}

/** A restart of every node to what its record says. */
export const restartOfAll = (cluster: Cluster, observed: Observed): Journal =>
  newJournal({
    id: `bench-${process.hrtime.bigint()}`,
    by: "bench",
    playbook: "ten-steps",
    cluster,
    observed,
    words: Object.fromEntries(cluster.nodes.map(({ id, pool }) => [pool, recordedTarget(cluster, id).config])),
    restart: true,
    overrides: {},
    now: Date.now(),
  });
