import { isReachable } from "../facts/node-report";
import { type Gate, nodeOf, open, shut } from "./gate";

export const diskFormed: Gate = {
  name: "disk-formed",
  says: "the node's disk is its own: formatted for this node of this cluster",
  scope: "node",
  ask(input) {
    const { id } = nodeOf(input);
    const report = input.observed.nodes[id];
    if (report === undefined || !isReachable(report)) return shut(`no answer: ${report?.unreachable ?? "not asked"}`);
    const { formatted } = report;
    const { cluster } = input.cluster.recorded;
    if (formatted === null)
      return shut(
        `node ${id} has a blank disk; it joins by its userdata alone, whose console says why it did not`,
        1,
        true,
      );
    if (formatted.node === id && formatted.cluster === cluster.id) return open;
    return shut(
      `the disk is node ${formatted.node}'s of cluster ${formatted.cluster}, needed node ${id} of ${cluster.id}`,
      1,
      true,
    );
  },
};
