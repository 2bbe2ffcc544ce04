import { createInterface } from "node:readline";
import { startTool } from "./kafka-tool";

export interface Counted {
  readonly read: number;
  /** Acknowledged values that were not read. */
  readonly lost: number;
  /** Values that were read more than once, each further time counted. */
  readonly duplicates: number;
}

export interface CountOptions {
  readonly libs: string;
  readonly bootstrap: string;
  readonly topic: string;
  /** Values that were acknowledged. */
  readonly acked: ReadonlySet<string>;
  /** Milliseconds without a record after which the topic counts as read to its end. Default 10,000. */
  readonly idle?: number;
}

/** Read a topic from its beginning to its end with Kafka's own consumer and count against what was acknowledged. */
export async function countRecords({ libs, bootstrap, topic, acked, idle = 10_000 }: CountOptions): Promise<Counted> {
  const tool = startTool(libs, "org.apache.kafka.tools.consumer.ConsoleConsumer", [
    ...["--bootstrap-server", bootstrap, "--topic", topic, "--from-beginning"],
    ...["--timeout-ms", String(idle)],
  ]);
  const seen = new Map<string, number>();
  const closed = new Promise<void>((resolve) => tool.once("close", () => resolve()));
  tool.stderr.resume();
  for await (const value of createInterface({ input: tool.stdout })) seen.set(value, (seen.get(value) ?? 0) + 1);
  await closed;
  const read = [...seen.values()].reduce((sum, n) => sum + n, 0);
  return { read, lost: [...acked].filter((value) => !seen.has(value)).length, duplicates: read - seen.size };
}
