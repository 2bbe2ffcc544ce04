import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { startTool, type Tool } from "./kafka-tool";

export interface ProducerOptions {
  /** Folder of Kafka's jars. */
  readonly libs: string;
  /** `address:port`, separated by commas. */
  readonly bootstrap: string;
  readonly topic: string;
  /** Records in all. */
  readonly records: number;
  /** Records per second. */
  readonly rate: number;
}

/** What a producer sent and what came back for it. */
export interface Sent {
  readonly sent: number;
  readonly acked: number;
  /** Sent, and neither acknowledged nor refused by the end. */
  readonly unresolved: number;
  readonly failed: number;
  /** Values that were acknowledged. */
  readonly values: ReadonlySet<string>;
  /** Milliseconds between two acknowledgements, the longest. */
  readonly longestAckGap: number;
}

/** The tool sets retries to 0 of itself, and with that Kafka's client is silently not idempotent. */
function idempotent(libs: string): string {
  const file = join(libs, "..", "idempotent.properties");
  const settings = { "enable.idempotence": true, retries: 2_147_483_647, acks: "all", "delivery.timeout.ms": 120_000 };
  writeFileSync(
    file,
    Object.entries(settings)
      .map(([key, value]) => `${key}=${value}\n`)
      .join(""),
  );
  return file;
}

/** Kafka's own verifiable producer: idempotent, acks=all; every acknowledgement is a line that is counted. */
export class Producer {
  readonly #tool: Tool;
  readonly #values = new Set<string>();
  readonly #ended: Promise<void>;
  readonly #errors: string[] = [];
  #failed = 0;
  /** Handed to a producer that was closed already: the tool goes on for a moment after it was asked to stop. */
  #tooLate = 0;
  #sentInAll: number | undefined;
  #lastAck: number | undefined;
  #longestGap = 0;

  constructor(readonly options: ProducerOptions) {
    const { libs, bootstrap, topic, records, rate } = options;
    this.#tool = startTool(libs, "org.apache.kafka.tools.VerifiableProducer", [
      ...["--bootstrap-server", bootstrap, "--topic", topic, "--acks", "-1"],
      ...["--max-messages", String(records), "--throughput", String(rate)],
      ...["--producer.config", idempotent(libs)],
    ]);
    createInterface({ input: this.#tool.stdout }).on("line", (line) => this.#line(line));
    createInterface({ input: this.#tool.stderr }).on("line", (line) => this.#errors.push(line));
    this.#ended = new Promise((resolve) => this.#tool.once("close", () => resolve()));
  }

  /** How many were acknowledged so far. */
  get acked(): number {
    return this.#values.size;
  }

  /** Lines it wrote to standard error. */
  get errors(): readonly string[] {
    return this.#errors;
  }

  /** Ask it to stop sending and to wait for what is under way; then what it came to. */
  async stop(): Promise<Sent> {
    this.#tool.kill("SIGTERM");
    return this.ended();
  }

  /** What it came to, once it has sent all. */
  async ended(): Promise<Sent> {
    await this.#ended;
    const acked = this.#values.size;
    const sent = this.#sentInAll === undefined ? acked + this.#failed : this.#sentInAll - this.#tooLate;
    return {
      sent,
      acked,
      failed: this.#failed,
      unresolved: sent - acked - this.#failed,
      values: this.#values,
      longestAckGap: this.#longestGap,
    };
  }

  #line(line: string): void {
    if (!line.startsWith("{")) return;
    const event = JSON.parse(line) as { name: string; value?: string; sent?: number; message?: string };
    if (event.name === "producer_send_success" && event.value !== undefined) {
      const now = performance.now();
      if (this.#lastAck !== undefined) this.#longestGap = Math.max(this.#longestGap, now - this.#lastAck);
      this.#lastAck = now;
      this.#values.add(event.value);
    } else if (event.name === "producer_send_error") {
      if (/producer has been closed/.test(event.message ?? "")) this.#tooLate += 1;
      else this.#failed += 1;
    }
    if (event.name === "tool_data") this.#sentInAll = event.sent;
  }
}
