import { isReachable } from "../facts/node-report";
import { indexOf, placesOf } from "../facts/partition-index";
import { partitionName } from "../facts/partition-name";
import { isUnfenced } from "../facts/unfenced";
import { type Gate, hasRole, nodeOf, open, shut } from "./gate";
import { overHealth } from "./kafka-answers";

export const inEveryIsr: Gate = {
  name: "in-every-isr",
  says: "the broker is unfenced and in sync for every replica it holds",
  scope: "node",
  always: "until",
  progress: true,
  ask: overHealth((health, input) => {
    if (!hasRole(input, "broker")) return open;
    const node = nodeOf(input).id;
    const { behind } = indexOf(health.partitions);
    const own = placesOf(health.partitions, node);
    const report = input.observed.nodes[node];
    // After a power loss Kafka believes in the process before until its session ends, and fences the new one then.
    if (report !== undefined && isReachable(report) && report.broker.state !== "serving")
      return shut(`the broker does not listen yet (${report.broker.state})`, own.length + 1);
    if (!isUnfenced(health, node)) return shut("the broker is not registered or still fenced", own.length + 1);
    const out = [...(behind.size === 0 ? [] : own.filter((i) => behind.has(i)))]
      .flatMap((i) => health.partitions[i] ?? [])
      .filter((p) => !p.isr.includes(node));
    const [first] = out;
    return first === undefined
      ? open
      : shut(
          `${out.length} of ${own.length} partitions behind, first ${partitionName(first)}: ${first.isr.length} in sync of ${first.replicas.length}`,
          out.length,
        );
  }),
};
