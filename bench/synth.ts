import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cdktfProject } from "../cli/run/terraform/cdktf-project";
import { packageRoot } from "../spec";
import { sideBySide } from "./measure/side-by-side";
import { median, summary } from "./measure/summary";
import type { Bench } from "./result";

const runs = 9;

/** Synth of the shipped stacks as `cdktf` starts it: the app of `cdktf.json`, a process of its own. */
export const synth: Bench = {
  name: "synth",
  says: "the shipped stacks, as a process",
  async run() {
    const into = mkdtempSync(join(tmpdir(), "dataops-bench-"));
    try {
      const env = { CDKTF_OUTDIR: into, DATAOPS_CLUSTERS: join(packageRoot(), "clusters") };
      const app = { argv: ["sh", "-c", `exec ${cdktfProject(packageRoot()).app}`], env };
      const bare = { argv: ["node", "--import", "tsx", "-e", "0"] };
      const costs = await sideBySide(app, bare, runs);
      const of = (key: "ms" | "megabytes") => ({
        values: costs.subject.map((cost) => cost[key]),
        peer: { name: "node --import tsx -e 0", median: median(costs.peer.map((cost) => cost[key])) },
      });
      const [time, memory] = [of("ms"), of("megabytes")];
      return {
        results: [
          summary("synth", "ms", time.values, { target: 1500, peer: time.peer }),
          summary("synth, peak memory", "MB", memory.values, { target: 200, peer: memory.peer }),
        ],
      };
    } finally {
      rmSync(into, { recursive: true, force: true });
    }
  },
};
