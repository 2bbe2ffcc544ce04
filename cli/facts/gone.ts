import { isReachable } from "./node-report";
import type { Observed } from "./observed";

/**
 * Whether a node is known not to serve: it does not answer, no process lives, or one that does not listen yet. Kafka
 * itself believes in a broker that died until its session ends (`broker.session.timeout.ms`, 9 s), also where the next
 * process is on its way up by then, so its metadata alone is no ground to stop another.
 * A node that is not in the cluster file is not judged.
 */
export function isGone({ nodes }: Pick<Observed, "nodes">, id: number): boolean {
  const report = nodes[id];
  return report !== undefined && (!isReachable(report) || report.running === null || report.broker.state !== "serving");
}

const known = new WeakMap<Observed["nodes"], ReadonlySet<number>>();

/** Ids of all nodes that are gone. */
export function goneOf({ nodes }: Pick<Observed, "nodes">): ReadonlySet<number> {
  let gone = known.get(nodes);
  if (gone === undefined) {
    gone = new Set(
      Object.keys(nodes)
        .map(Number)
        .filter((id) => isGone({ nodes }, id)),
    );
    known.set(nodes, gone);
  }
  return gone;
}
