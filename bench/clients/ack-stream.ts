import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { startTool, type Tool } from "../../lab/traffic/kafka-tool";
import type { Ack } from "./felt";

export interface AckStreamOptions {
  /** Folder of Kafka's jars. */
  readonly libs: string;
  /** `address:port`, separated by commas. */
  readonly bootstrap: string;
  readonly topic: string;
  /** Records per second. */
  readonly rate: number;
}

/** What came back for a stream of records. */
export interface Acks {
  readonly acks: readonly Ack[];
  readonly failed: number;
}

/** Without retries, the tool's own default, Kafka's client is not idempotent; what is felt is that of one that is. */
const settings = {
  "enable.idempotence": "true",
  retries: "2147483647",
  acks: "all",
  "delivery.timeout.ms": "120000",
} as const;

/** Kafka's own verifiable producer at an even rate: which record was acknowledged when, by the clock of its process. */
export class AckStream {
  readonly #tool: Tool;
  readonly #acks: Ack[] = [];
  readonly #ended: Promise<void>;
  #failed = 0;

  constructor({ libs, bootstrap, topic, rate }: AckStreamOptions) {
    const config = join(libs, "..", "ack-stream.properties");
    const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`);
    writeFileSync(config, lines.join(""));
    this.#tool = startTool(libs, "org.apache.kafka.tools.VerifiableProducer", [
      ...["--bootstrap-server", bootstrap, "--topic", topic, "--acks", "-1"],
      ...["--max-messages", "10000000", "--throughput", String(rate), "--producer.config", config],
    ]);
    createInterface({ input: this.#tool.stdout }).on("line", (line) => this.#line(line));
    this.#tool.stderr.resume();
    this.#ended = new Promise((resolve) => this.#tool.once("close", () => resolve()));
  }

  /** Records that were acknowledged so far. */
  get count(): number {
    return this.#acks.length;
  }

  /** Ask it to stop sending and to wait for what is under way; then all that came back. */
  async stop(): Promise<Acks> {
    this.#tool.kill("SIGTERM");
    await this.#ended;
    return { acks: this.#acks, failed: this.#failed };
  }

  #line(line: string): void {
    if (!line.startsWith("{")) return;
    const event = JSON.parse(line) as { name: string; timestamp: number; value?: string; message?: string };
    if (event.name === "producer_send_success") this.#acks.push({ record: Number(event.value), at: event.timestamp });
    // Asked to stop, the tool goes on for a moment with a producer that is closed.
    else if (event.name === "producer_send_error" && !/producer has been closed/.test(event.message ?? ""))
      this.#failed += 1;
  }
}
