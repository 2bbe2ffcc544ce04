import { join } from "node:path";
import { runProcess } from "../cli/run/run-process";
import { packageRoot } from "../spec";
import { median, summary } from "./measure/summary";
import type { Planned } from "./planning/plan-once";
import type { Bench, Result } from "./result";

const sizes = [10, 100, 1000] as const;
const runs = 3;
const targets = { plan: 2000, admission: 50, megabytes: 1024 * 1.048576 };

/** The plan of a version roll of every node, and one admission of a batch, for clusters of several sizes. */
export const planning: Bench = {
  name: "planning",
  says: "plans of 10, 100 and 1,000 brokers",
  async run(say) {
    const results: Result[] = [];
    let smaller: { brokers: number; plan: number } | undefined;
    for (const brokers of sizes) {
      say(`${brokers} brokers, ${brokers * 200} partitions`);
      const found: Planned[] = [];
      for (let i = 0; i < runs; i++) found.push(await planned(brokers));
      const largest = brokers === sizes.at(-1);
      const plans = found.map(({ plan }) => plan);
      results.push(
        summary(`plan of ${brokers} brokers`, "ms", plans, {
          ...(largest ? { target: targets.plan } : {}),
          ...(smaller === undefined
            ? {}
            : {
                peer: {
                  name: `${brokers / smaller.brokers} × the plan of ${smaller.brokers}`,
                  median: (smaller.plan * brokers) / smaller.brokers,
                },
              }),
        }),
        summary(
          `one admission, ${brokers} brokers`,
          "ms",
          found.flatMap(({ admissions }) => admissions),
          largest ? { target: targets.admission } : {},
        ),
        summary(
          `peak memory, ${brokers} brokers`,
          "MB",
          found.map(({ megabytes }) => megabytes),
          largest ? { target: Math.floor(targets.megabytes) } : {},
        ),
      );
      smaller = { brokers, plan: median(plans) };
    }
    return {
      results,
      notes: [
        "planning: 200 partitions a broker, three replicas, rack-aware; a process for every plan, the world it is made from in its memory; beside: what a plan that grows with the cluster would take",
      ],
    };
  },
};

async function planned(brokers: number): Promise<Planned> {
  const script = join(packageRoot(), "bench", "planning", "plan-once.ts");
  const words = ["--import", "tsx", "--conditions=source", script, String(brokers)];
  const { code, stdout, stderr } = await runProcess(process.execPath, words, { cwd: packageRoot() });
  if (code !== 0) throw new Error(`plan of ${brokers} brokers: ${stderr.trim().slice(-800)}`);
  return JSON.parse(stdout) as Planned;
}
