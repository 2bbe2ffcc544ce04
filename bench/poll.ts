import { once } from "node:events";
import type { KafkaHealth } from "../cli/facts/kafka-health";
import { isReachable, type Unreachable } from "../cli/facts/node-report";
import { withCluster } from "../cli/run/open-cluster";
import { missingForLab } from "../lab";
import { startTool } from "../lab/traffic/kafka-tool";
import { cluster } from "../test/lab/deployed";
import { labSession } from "./lab/lab-session";
import { median, summary } from "./measure/summary";
import type { Bench } from "./result";

const rounds = 5;
const pollsARound = 40;
const looksARound = 4;

/** Health of the whole cluster on a connection that is open, beside Kafka's own tools, in turns. */
export const poll: Bench = {
  name: "poll",
  says: "health of the whole cluster, in the lab",
  missing: missingForLab,
  async run(say) {
    const lab = await labSession(say);
    const [polls, looks, tools]: [number[], number[], number[]] = [[], [], []];
    await withCluster(cluster(), async (open) => {
      const read = async (): Promise<number> => timed(async () => believed(await open.kafka.read()));
      const look = async (): Promise<number> => timed(async () => believed((await open.observe()).kafka));
      for (let i = 0; i < 20; i++) await read();
      await look();
      for (let round = 0; round < rounds; round++) {
        for (let i = 0; i < pollsARound; i++) polls.push(await read());
        for (let i = 0; i < looksARound; i++) looks.push(await look());
        tools.push(await timed(() => askTools(lab.libs, lab.bootstrap)));
      }
    });
    const peer = { name: "kafka-topics + kafka-metadata-quorum", median: median(tools) };
    return {
      results: [
        summary("health poll", "ms", polls, { target: 20, peer }),
        summary("observe: poll, 6 reports over SSH, labels", "ms", looks),
      ],
      notes: [`poll: 3 controllers, 3 brokers, ${lab.partitions} partitions; the JVM tools one after the other`],
    };
  },
};

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** An answer that is none is no figure. */
function believed(health: KafkaHealth | Unreachable): void {
  if (!isReachable(health)) throw new Error(`the cluster does not answer: ${health.unreachable}`);
}

/** What an operator without us would ask: is anything under-replicated, and is the quorum well. */
async function askTools(libs: string, bootstrap: string): Promise<void> {
  await tool(libs, "TopicCommand", ["--bootstrap-server", bootstrap, "--describe", "--under-replicated-partitions"]);
  await tool(libs, "MetadataQuorumCommand", ["--bootstrap-server", bootstrap, "describe", "--status"]);
}

async function tool(libs: string, name: string, args: readonly string[]): Promise<void> {
  const child = startTool(libs, `org.apache.kafka.tools.${name}`, args);
  child.stdout.resume();
  child.stderr.resume();
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${name}: expected exit 0; got ${code}`);
}
